#include "app/views/laboratory_view.hpp"

#include "app/views/conditions_rows.hpp"
#include "app/views/parameter_row.hpp"
#include "app/widgets/catalogue_menu.hpp"

namespace thalweg::app {
namespace {

constexpr float label_width = 72;  // "residual" and a knob at zero

struct Rows {
    const ViewContext& context;
    Rect content;

    // A row whose change gives `edit(value)`.
    template <class Edit>
    void operator()(const Parameter& parameter, double value, Edit&& edit) const {
        ImGui::SetCursorScreenPos({content.x0, ImGui::GetCursorScreenPos().y});
        parameter_row(context, parameter, value, content.width(), edit, label_width);
    }
    bool fold(const char* id, bool open) const {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const ButtonStyle style{.kind = ButtonKind::quiet, .small = true, .icon = open ? Icon::chevron_up : Icon::chevron_down};
        const std::string_view label = open ? "Less" : "More";
        const Rect rect{content.x0 - context.ui.px(6), at.y, content.x0 - context.ui.px(6) + button_width(context.ui, label, style), at.y + context.ui.px(22)};
        const bool pressed = button(context.ui, id, rect, label, style);
        ImGui::SetCursorScreenPos({content.x0, rect.y1});
        return pressed;
    }
};

void heading(const Ui& ui, std::string_view text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, at.x, at.y + ui.px(6), ui.theme->secondary, text);
    ImGui::SetCursorScreenPos({at.x, at.y + ui.px(20)});
}

std::string name_of(const std::string& file) { return file.substr(file.find_last_of('/') + 1); }

// A file that was chosen elsewhere.
void file_row(const Rows& rows, std::string_view label, const std::string& file) {
    const Ui& ui = rows.context.ui;
    const float y = ImGui::GetCursorScreenPos().y, middle = y + slider_height(ui) * 0.5f, x = rows.content.x0 + ui.px(label_width + 10);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.body, rows.content.x0, middle, ui.theme->text, label);
    draw_text_fitted(list, ui.fonts.small, x, middle, ui.theme->secondary, name_of(file), rows.content.x1 - x);
    ImGui::SetCursorScreenPos({rows.content.x0, y + slider_height(ui)});
}

// What this model has.
bool matters(const NetworkChoice& choice, NetworkKey key) {
    if (choice.word(NetworkKey::model) != "recurrent") return true;
    return key != NetworkKey::depth && key != NetworkKey::norm && key != NetworkKey::residual && key != NetworkKey::dropout;
}

// The cure for gradients that explode, of all racers at once; the racers' cards have it for each.
void clipping_row(const Rows& rows) {
    const Session& session = rows.context.session;
    if (session.selected() >= session.scenario().racers.size()) return;
    Parameter all = clip_norm_parameter();
    all.meaning = "of every racer: a longer gradient is scaled down to this norm; 0 is off";
    rows(all, session.scenario().racers[session.selected()].clip_norm, [&](double norm) { return SetHyperparameter{session.selected(), "clip_norm", norm, true}; });
}

void network_card(const Rows& rows, LaboratoryState& state, const NetworkChoice& choice) {
    bool folded = false;
    for (std::size_t i = 0; i < network_keys; ++i) {
        const auto key = static_cast<NetworkKey>(i);
        if (!matters(choice, key)) continue;
        Parameter parameter = network_parameters()[i];
        if (key == NetworkKey::activation_parameter) {
            const auto& own = activation_catalogue()[static_cast<std::size_t>(choice.at(NetworkKey::activation))].parameters;
            if (own.empty()) continue;
            parameter = own[0];
        } else if (parameter.secondary && !state.unfolded && choice.values[i] == parameter.default_value) {
            folded = true;
            continue;
        }
        rows(parameter, choice.values[i], [&](double value) {
            NetworkChoice next = choice;
            next.values[i] = value;
            if (key == NetworkKey::activation) next.at(NetworkKey::activation_parameter) = activation_catalogue()[static_cast<std::size_t>(value)].default_parameter();
            return SetNetwork{std::move(next), parameter.options.empty() ? std::string(parameter.id) : ""};
        });
    }
    clipping_row(rows);
    if ((folded || state.unfolded) && rows.fold("more", state.unfolded)) state.unfolded = !state.unfolded;
}

void data_card(const Rows& rows, LaboratoryState& state, const NetworkChoice& choice) {
    const ViewContext& context = rows.context;
    const ExamplesChoice& data = choice.examples;
    const auto with = [&](auto&& change, std::string gesture) {
        NetworkChoice next = choice;
        change(next.examples);
        return SetNetwork{std::move(next), std::move(gesture)};
    };
    const ExamplesSpec* spec = find_examples(data.kind);
    const std::string name = spec ? std::string(spec->name) : name_of(data.file);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ChoiceRow kind = choice_row(context.ui, "kind", "data", name, rows.content.width(), spec ? std::string(spec->shows) : "examples of a file", label_width);
    ImGui::SetCursorScreenPos({at.x, at.y + slider_height(context.ui)});
    if (kind.clicked) open_menu("data menu");
    if (menu_is_open("data menu")) {
        std::vector<CatalogueEntry> entries;
        for (const ExamplesSpec& s : examples_catalogue()) entries.push_back({s.id, s.name, s.shape.time_steps > 1 ? "SEQUENCES" : s.shape.classes == 0 ? "REGRESSION" : s.shape.features > 2 ? "IMAGES" : "CLASSES IN THE PLANE", s.shows, &s == spec});
        if (const auto picked = catalogue_menu(context.ui, "data menu", kind.button, 420, entries)) {
            NetworkChoice next = choice;
            ExamplesChoice fresh = default_examples(examples_catalogue()[*picked]);
            fresh.test_share = data.test_share;
            fresh.seed = data.seed;
            next.examples = std::move(fresh);
            next.at(NetworkKey::loss) = 0;
            if (shape_of(examples_catalogue()[*picked], next.examples.parameters).time_steps == 1) next.at(NetworkKey::model) = 0;
            context.edits.push_back(SetNetwork{std::move(next), ""});
            context.edits.push_back(EndGesture{});
        }
    }
    if (spec)
        for (std::size_t i = 0; i < spec->parameters.size(); ++i)
            rows(spec->parameters[i], data.parameters[i], [&](double value) { return with([&](ExamplesChoice& e) { e.parameters[i] = value; }, "data " + std::string(spec->parameters[i].id)); });
    rows(examples_count(), data.count, [&](double value) { return with([&](ExamplesChoice& e) { e.count = static_cast<int>(value); }, "count"); });
    Parameter noise = examples_noise();
    if (spec) noise.slider = {0, spec->noise_slider};
    rows(noise, data.noise, [&](double value) { return with([&](ExamplesChoice& e) { e.noise = value; }, "noise"); });
    if (state.data_unfolded) {
        if (!data.test_file.empty()) file_row(rows, "test", data.test_file);
        else rows(examples_test_share(), data.test_share, [&](double value) { return with([&](ExamplesChoice& e) { e.test_share = value; }, "test share"); });
        const Parameter standardise{"standardise", "standardise", "every feature to mean 0 and deviation 1, as the training part has it", 0, {0, 1}, Scale::toggle};
        rows(standardise, data.standardise ? 1 : 0, [&](double value) { return with([&](ExamplesChoice& e) { e.standardise = value != 0; }, ""); });
        rows(examples_seed(), static_cast<double>(data.seed), [&](double value) { return with([&](ExamplesChoice& e) { e.seed = static_cast<std::uint64_t>(value); }, "data seed"); });
    }
    if (rows.fold("data more", state.data_unfolded)) state.data_unfolded = !state.data_unfolded;
}

// Keeps what is shown, so that what follows stands beside it.
void before_button(const ViewContext& context, const Rect& heading) {
    const bool kept = context.session.before() != nullptr;
    const ButtonStyle style{.kind = ButtonKind::quiet, .small = true, .tip = kept ? "Show all racers again" : "Keep the selected racer's run as it is, and see what you turn beside it"};
    const std::string_view label = kept ? "End pair" : "Before | after";
    if (button(context.ui, "before", {heading.x1 - button_width(context.ui, label, style), heading.y0, heading.x1, heading.y1}, label, style)) context.edits.push_back(KeepBefore{!kept});
}

}  // namespace

void draw_laboratory_view(const ViewContext& context, LaboratoryState& state) {
    const Ui& ui = context.ui;
    const auto network = context.session.scenario().problem.network;  // kept: an edit may replace it
    if (!network) return;
    const Rect pane = context.rect.inset(ui.px(12), 0);
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, pane.x0, pane.y0 + ui.px(20), ui.theme->secondary, "LABORATORY");
    before_button(context, {pane.x0, pane.y0 + ui.px(8), pane.x1 - ui.px(24), pane.y0 + ui.px(32)});
    ImGui::SetCursorScreenPos({pane.x0, pane.y0 + ui.px(36)});
    ImGui::BeginChild("laboratory", {pane.width() + ui.px(8), pane.height() - ui.px(36)}, false, ImGuiWindowFlags_NavFlattened | ImGuiWindowFlags_NoBackground);
    if (network->file) {
        Card card(ui, "file", pane.width());
        const Rect content = card.content();
        const std::string text = "Network of " + name_of(network->source) + ": " + describe(*network);
        const float below = draw_text_wrapped(*ImGui::GetWindowDrawList(), ui.fonts.body, content.x0, content.y0, content.width(), ui.theme->text, text);
        ImGui::Dummy({content.width(), below - content.y0});
        card.end();
    } else {
        {
            Card card(ui, "network", pane.width());
            network_card({context, card.content()}, state, *network);
            card.end();
        }
        heading(ui, "DATA");
        Card card(ui, "data", pane.width());
        data_card({context, card.content()}, state, *network);
        card.end();
    }
    heading(ui, "RACE");
    Card card(ui, "race", pane.width());
    steps_row(context, card.content().width(), label_width);
    draw_noise_rows(context, card.content().width(), label_width);
    seed_row(context, card.content().width(), "other initial weights, other batches; the same for all racers", label_width);
    card.end();
    ImGui::EndChild();
}

}  // namespace thalweg::app
