#include "app/views/top_bar.hpp"

#include <functional>

#include "app/presets.hpp"
#include "app/widgets/catalogue_menu.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/menu.hpp"
#include "core/scenario/defaults.hpp"

namespace thalweg::app {
namespace {

void problem_menu(const ViewContext& context, const FormulaLibrary& formulas, TopBarRequests& requests, const Rect& anchor) {
    if (!menu_is_open("problem menu")) return;
    const ProblemChoice& chosen = context.session.scenario().problem;
    std::vector<CatalogueEntry> entries{{"formula", "Your own formula…", "Formulas", "Type any formula of x, y and parameters", chosen.formula && chosen.formula_name.empty()}};
    std::vector<std::function<void()>> choose{[&] { requests.edit_formula = true; }};  // one per entry
    const auto offer = [&](CatalogueEntry entry, std::function<ProblemChoice()> problem) {
        entries.push_back(entry);
        choose.push_back([&context, problem = std::move(problem)] { context.edits.push_back(SetProblem{problem()}); });
    };
    for (const std::span<const ProblemChoice> list : {formulas.saved(), shipped_formulas()})
        for (const ProblemChoice& entry : list)
            offer({entry.formula_name, entry.formula_name, "Formulas", entry.formula->typeset(), chosen.formula && chosen.formula_name == entry.formula_name}, [&entry] { return entry; });
    for (const SurfaceSpec& surface : surface_catalogue())
        offer({surface.id, surface.name, surface.family, surface.shows, chosen.surface == surface.id && !chosen.data && !chosen.formula && !chosen.image}, [&surface] { return default_problem(surface); });
    for (const Preset& preset : presets()) {
        entries.push_back({preset.id, preset.name, "Networks", preset.shows});
        choose.push_back([&context, &preset] { context.edits.push_back(ReplaceScenario{preset.scenario}); });
    }
    for (const ShippedDataset& data : dataset_catalogue())
        offer({data.id, data.id, "REGRESSION ON DATA", data.description, chosen.data && chosen.data_source == data.id},
              [&data] { return default_problem(find_dataset(data.id), std::string(data.id)); });
    if (const auto picked = catalogue_menu(context.ui, "problem menu", anchor, 420, entries, "Your own points: open or drop a CSV file with columns x, y or x1, x2, y. An image as a landscape: a PNG file.")) choose[*picked]();
}

std::string network_name(const NetworkChoice& network) {
    const ExamplesSpec* spec = network.file ? nullptr : find_examples(network.examples.kind);
    const std::string& file = network.file ? network.source : network.examples.file;
    return "Network · " + (spec ? std::string(spec->name) : file.substr(file.find_last_of('/') + 1));
}

// "Xavier uniform × 1.00 · batch 32 · seed 7"
std::string network_facts(const Scenario& scenario) {
    const NetworkChoice& network = *scenario.problem.network;
    if (network.file) return {};
    const int batch = static_cast<int>(network.at(NetworkKey::batch));
    const std::string_view init = initialiser_catalogue()[static_cast<std::size_t>(network.at(NetworkKey::init))].name;
    return std::string(init) + " × " + format_number(round_to_digits(network.at(NetworkKey::gain), 3)) + " · " + (batch > 0 ? "batch " + std::to_string(batch) : "full batch") + " · seed " + std::to_string(scenario.seed);
}

}  // namespace

void draw_top_bar(const ViewContext& context, const FormulaLibrary& formulas, TopBarRequests& requests) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float cy = std::floor(context.rect.centre_y()), side = ui.px(32);
    float x = draw_text(list, ui.fonts.title, context.rect.x0 + ui.px(16), cy, ui.theme->text, "Thalweg") + ui.px(18);

    const ButtonStyle dropdown{.dropdown = true};
    const auto network = session.scenario().problem.network;
    const std::string name = network ? network_name(*network) : session.problem().name;
    const Rect problem{x, cy - side * 0.5f, x + button_width(ui, name, dropdown), cy + side * 0.5f};
    if (button(ui, "problem", problem, name, dropdown)) open_menu("problem menu");
    problem_menu(context, formulas, requests, problem);
    x = problem.x1 + ui.px(18);

    float right = context.rect.x1 - ui.px(12);
    const auto icon = [&](const char* id, Icon shape, std::string_view tip, bool enabled = true) {
        const Rect rect{right - side, cy - side * 0.5f, right, cy + side * 0.5f};
        right = rect.x0 - ui.px(2);
        return icon_button(ui, id, rect, shape, tip, {.kind = ButtonKind::quiet, .enabled = enabled});
    };
    requests.help |= icon("help", Icon::help, "Keys and gestures (F1)");
    requests.switch_theme |= icon("theme", ui.theme->dark ? Icon::sun : Icon::moon, ui.theme->dark ? "Light theme (T)" : "Dark theme (T)");
    requests.screenshot |= icon("screenshot", Icon::camera, "Save a picture of the window (F12)");
    requests.save_file |= icon("save", Icon::save, "Save the scenario (Ctrl+S)");
    requests.open_file |= icon("open", Icon::folder, "Open a scenario, a CSV file or an image (Ctrl+O)");
    right -= ui.px(10);
    if (icon("redo", Icon::redo, "Redo (Ctrl+Shift+Z)", session.can_redo())) context.edits.push_back(Redo{});
    if (icon("undo", Icon::undo, "Undo (Ctrl+Z)", session.can_undo())) context.edits.push_back(Undo{});

    // What the picture in the middle is.
    const auto chooser = [&]<class Kind, std::size_t N>(const char* id, const std::array<std::string_view, N>& labels, Kind& shown) {
        right -= ui.px(10);
        const Rect rect{right - segmented_width(ui, labels), cy - side * 0.5f, right, cy + side * 0.5f};
        if (auto index = static_cast<std::size_t>(shown); segmented(ui, id, rect, labels, index)) shown = static_cast<Kind>(index);
        right = rect.x0;
    };
    if (network) {
        chooser("network page", network_page_labels, requests.network_page);
        draw_text_fitted(list, ui.fonts.mono, x, cy, ui.theme->text, describe(*network) + "   " + network_facts(session.scenario()), right - ui.px(12) - x);
        return;
    }
    chooser("pictures", picture_labels, requests.pictures);

    // What is left in the middle goes to the formula, then to the start and the seed.
    right -= ui.px(12);
    if (right - x < ui.px(64)) return;
    const Point start = session.scenario().problem.start;
    std::string facts = "start (" + format_number(round_to_digits(start.x(), 4)) + ", " + format_number(round_to_digits(start.y(), 4)) + ")";
    if (depends_on_seed(session.scenario())) facts += " · seed " + std::to_string(session.scenario().seed);
    const std::string formula = "f(" + session.problem().axes[0] + ", " + session.problem().axes[1] + ") = " + session.problem().formula;
    const float formula_width = text_width(ui.fonts.mono, formula), facts_width = text_width(ui.fonts.body, facts);
    if (const ProblemChoice& shown_problem = session.scenario().problem; !shown_problem.data && !shown_problem.image) {  // a click makes it a formula of one's own
        const Rect shown{x - ui.px(6), cy - side * 0.5f, std::min(x + formula_width, right) + ui.px(6), cy + side * 0.5f};
        const Hit over = hit(ui, "formula", shown);
        if (over.hovered) list.AddRectFilled(top_left(shown), bottom_right(shown), ui.theme->control_hover, ui.px(6));
        tooltip(ui, over, session.scenario().problem.formula ? "Edit the formula" : "Type a formula of your own");
        requests.edit_formula |= over.clicked;
    }
    draw_text_fitted(list, ui.fonts.mono, x, cy, ui.theme->text, formula, right - x);
    if (x + formula_width + ui.px(20) + facts_width <= right) draw_text(list, ui.fonts.body, x + formula_width + ui.px(20), cy, ui.theme->secondary, facts);
}

}  // namespace thalweg::app
