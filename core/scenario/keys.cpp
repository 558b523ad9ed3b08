#include "core/scenario/keys.hpp"

#include <algorithm>
#include <cmath>

#include "core/facts/text.hpp"
#include "core/scenario/key_values.hpp"

namespace thalweg {
namespace {

std::string set_schedule_key(ScheduleSetup& schedule, std::string_view key, const KeyValue& value, int steps) {
    if (key == "kind") {
        const ScheduleSpec* spec = nullptr;
        if (std::string wrong = read_kind(key, value, schedule_catalogue(), spec); !wrong.empty()) return wrong;
        const int warmup = schedule.warmup;
        schedule = default_schedule(*spec, steps);
        schedule.warmup = warmup;
        return {};
    }
    if (key == "warmup") {
        double number = 0;
        if (std::string wrong = read_value(warmup_parameter(), key, value, number); !wrong.empty()) return wrong;
        schedule.warmup = static_cast<int>(number);
        return {};
    }
    if (!schedule.spec) return "kind must come first, as in kind = \"cosine\"";
    if (key == schedule.spec->knots.id) {
        const auto* list = std::get_if<std::vector<Point>>(&value);
        if (!list) return wants(key, schedule.spec->knots.pairs ? "a list of pairs, as in [[0, 0.1], [100, 1]]" : "a list of numbers, as in [30, 70]");
        if (std::string wrong = complaint(schedule.spec->knots, *list); !wrong.empty()) return wrong;
        schedule.knots = *list;
        return {};
    }
    const int i = index_of(schedule.spec->parameters, key);
    if (i < 0) return unknown("key", key, ids(schedule.spec->parameters, {"kind", "warmup", schedule.spec->knots.id}));
    return read_value(schedule.spec->parameters[static_cast<std::size_t>(i)], key, value, schedule.values[static_cast<std::size_t>(i)]);
}

std::string set_wrapper_key(WrapperSetup& wrapper, std::string_view key, const KeyValue& value) {
    if (key == "kind") {
        const WrapperSpec* spec = nullptr;
        if (std::string wrong = read_kind(key, value, wrapper_catalogue(), spec); !wrong.empty()) return wrong;
        wrapper = default_wrapper(*spec);
        return {};
    }
    if (!wrapper.spec) return "kind must come first, as in kind = \"lookahead\"";
    const int i = index_of(wrapper.spec->parameters, key);
    if (i < 0) return unknown("key", key, ids(wrapper.spec->parameters, {"kind"}));
    return read_value(wrapper.spec->parameters[static_cast<std::size_t>(i)], key, value, wrapper.values[static_cast<std::size_t>(i)]);
}

constexpr std::string_view schedule_prefix = "schedule.", momentum_prefix = "momentum_schedule.", wrapper_prefix = "wrapper.";

}  // namespace

std::string set_racer_key(RacerChoice& racer, std::string_view key, const KeyValue& value, int steps) {
    const OptimizerSpec* optimizer = find_optimizer(racer.optimizer);
    if (!optimizer) return complaint(racer);
    if (key == "name") {
        const auto* text = std::get_if<std::string>(&value);
        if (!text || text->empty()) return wants(key, "a text");
        racer.name = *text;
        return {};
    }
    if (key == "hidden") {
        const auto* flag = std::get_if<bool>(&value);
        if (!flag) return wants(key, "true or false");
        racer.hidden = *flag;
        return {};
    }
    const auto within = [&](std::string_view prefix, auto&& set) {
        std::string wrong = set(key.substr(prefix.size()));
        if (wrong.starts_with("unknown")) return std::string(prefix.substr(0, prefix.size() - 1)) + ": " + wrong;
        return wrong.empty() ? wrong : std::string(prefix) + wrong;
    };
    if (key.starts_with(schedule_prefix)) return within(schedule_prefix, [&](std::string_view k) { return set_schedule_key(racer.schedule, k, value, steps); });
    if (key.starts_with(momentum_prefix)) return within(momentum_prefix, [&](std::string_view k) { return set_schedule_key(racer.momentum_schedule, k, value, steps); });
    if (key.starts_with(wrapper_prefix)) return within(wrapper_prefix, [&](std::string_view k) { return set_wrapper_key(racer.wrapper, k, value); });
    if (key == "clip_norm") return read_value(clip_norm_parameter(), key, value, racer.clip_norm);
    if (key == "clip_value") return read_value(clip_value_parameter(), key, value, racer.clip_value);
    if (key == "colour") {
        double number = 1;
        if (std::string wrong = read_value(colour_parameter(), key, value, number); !wrong.empty()) return wrong;
        racer.style = static_cast<int>(number) - 1;
        return {};
    }
    const int i = index_of(optimizer->hyperparameters, key);
    if (i < 0) return unknown("key", key, ids(optimizer->hyperparameters, {"name", "clip_norm", "clip_value", "schedule", "momentum_schedule", "wrapper", "hidden", "colour"}));
    return read_value(optimizer->hyperparameters[static_cast<std::size_t>(i)], key, value, racer.hyper[static_cast<std::size_t>(i)]);
}

const Parameter& noise_kind() {
    static const Parameter p{.id = "kind", .symbol = "noise", .meaning = "added to every gradient, the same for all racers", .default_value = 0, .range = {0, 3}, .scale = Scale::choice, .options = noise_kinds()};
    return p;
}

std::string set_noise_key(Noise& noise, std::string_view key, const KeyValue& value) {
    if (key == "kind") {
        double number = 0;
        if (std::string wrong = read_value(noise_kind(), key, value, number); !wrong.empty()) return wrong;
        noise.kind = static_cast<Noise::Kind>(static_cast<int>(number));
        return {};
    }
    if (key == "scale") return read_value(noise_scale(), key, value, noise.scale);
    if (key == "freedom") return read_value(noise_freedom(), key, value, noise.freedom);
    return unknown("key", key, {"kind", "scale", "freedom"});
}

const Parameter& loss_choice() {
    static const Parameter p{.id = "loss", .symbol = "loss", .meaning = "what a point costs whose prediction is off", .default_value = 0, .range = {0, 3}, .scale = Scale::choice, .options = loss_names()};
    return p;
}

std::string set_loss_key(ProblemChoice& problem, const KeyValue& value) {
    double number = 0;
    if (std::string wrong = read_value(loss_choice(), "loss", value, number); !wrong.empty()) return wrong;
    const Loss loss = static_cast<Loss>(static_cast<int>(number));
    if (std::string wrong = complaint(loss, *problem.data); !wrong.empty()) return wrong;
    set_loss(problem, loss);
    return {};
}

std::string set_transform_key(Transform& transform, std::string_view key, const KeyValue& value) {
    const int i = index_of(transform_parameters(), key);
    if (i < 0) return unknown("key", key, ids(transform_parameters()));
    return read_value(transform_parameters()[static_cast<std::size_t>(i)], key, value, transform.values[static_cast<std::size_t>(i)]);
}

}  // namespace thalweg
