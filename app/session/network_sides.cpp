#include "app/session/network_sides.hpp"

#include <algorithm>

#include "app/widgets/number.hpp"

namespace thalweg::app {
namespace {

std::string in_words(const Parameter& parameter, double value) {
    if (!parameter.options.empty()) {
        const std::string option(parameter.options[static_cast<std::size_t>(value)]);
        return option == "none" ? std::string(parameter.id) + " none" : option;  // the others speak for themselves
    }
    return std::string(parameter.id) + ' ' + (parameter.scale == Scale::toggle ? (value != 0 ? "on" : "off") : format_number(round_to_digits(value, 4)));
}

std::string noise_in_words(const Noise& noise) {
    std::string kind(noise_kinds()[static_cast<std::size_t>(noise.kind)]);
    std::replace(kind.begin(), kind.end(), '_', ' ');
    return kind + " noise " + format_number(round_to_digits(noise.scale, 4));
}

}  // namespace

std::vector<NetworkSide> network_sides(const Session& session) {
    std::vector<NetworkSide> sides;
    const auto add = [&](std::shared_ptr<const NetworkRace> race, const Scenario& scenario, std::size_t racer, bool before) {
        if (race && racer < scenario.racers.size() && racer < race->training.size()) sides.push_back({std::move(race), &scenario, racer, before});
    };
    const Scenario& now = session.scenario();
    const NetworkBefore* before = session.before();
    if (!before) {
        for (std::size_t i = 0; i < now.racers.size(); ++i)
            if (!now.racers[i].hidden) add(session.shared_network(), now, i, false);
        return sides;
    }
    if (session.selected() >= now.racers.size()) return sides;
    // The same racer, which its style tells; one that came later stands beside the one in its place.
    const auto& then = before->scenario.racers;
    const auto same = std::find_if(then.begin(), then.end(), [&](const RacerChoice& r) { return r.style == now.racers[session.selected()].style; });
    add(before->race, before->scenario, same != then.end() ? static_cast<std::size_t>(same - then.begin()) : std::min(session.selected(), then.size() - 1), true);
    add(session.shared_network(), now, session.selected(), false);
    return sides;
}

std::string difference(const NetworkSide& of, const NetworkSide& other) {
    std::vector<std::string> words;
    const auto compare = [&](const Parameter& parameter, double value, double others) {
        if (value != others) words.push_back(in_words(parameter, value));
    };
    const NetworkChoice &network = of.race->choice, &others = other.race->choice;
    if (!network.file && !others.file)
        for (std::size_t i = 0; i < network_keys; ++i) compare(network_parameters()[i], network.values[i], others.values[i]);
    if (!(network.examples == others.examples)) words.emplace_back(of.before ? "other data" : "these data");
    const RacerChoice &racer = of.choice(), &rival = other.choice();
    if (racer.optimizer != rival.optimizer) words.push_back(racer.name);
    else
        for (std::size_t i = 0; i < racer.hyper.size(); ++i) compare(find_optimizer(racer.optimizer)->hyperparameters[i], racer.hyper[i], rival.hyper[i]);
    compare(clip_norm_parameter(), racer.clip_norm, rival.clip_norm);
    compare(clip_value_parameter(), racer.clip_value, rival.clip_value);
    if (const Noise& noise = of.scenario->noise; noise != other.scenario->noise) words.push_back(noise.active() ? noise_in_words(noise) : "no noise");
    if (of.scenario->seed != other.scenario->seed) words.push_back("seed " + std::to_string(of.scenario->seed));
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " · ") + word;
    return all;
}

std::string title_of(const std::vector<NetworkSide>& sides, std::size_t k) {
    if (sides.size() != 2 || !sides[0].before) return sides[k].choice().name;
    const std::string different = difference(sides[k], sides[1 - k]);
    return (sides[k].before ? "Before" : "After") + (different.empty() ? "" : " · " + different);
}

}  // namespace thalweg::app
