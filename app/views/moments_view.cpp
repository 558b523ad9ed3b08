#include "app/views/moments_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/controls.hpp"
#include "app/widgets/plot.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr float margin = 16, narrowest = 118, between = 32;  // of columns, unscaled

void measure(const MomentsRequest& request, const std::stop_token& stop, const std::function<void(MomentsResult)>& deliver) {
    const Training& training = request.race->training;
    const auto learner = request.row < 0 || request.racer >= training.size() ? nullptr : training.learner_at(request.racer, request.row, stop);
    if (!learner || stop.stop_requested()) return;
    const OptimizerSpec& optimizer = *training.setup(request.racer).optimizer;
    const Architecture& architecture = request.race->built.problem->architecture;
    deliver({request.revision, &optimizer, parameter_groups(architecture), measure_moments(*learner, optimizer, architecture)});
}

std::string percent(std::size_t part, std::size_t all) {
    const double share = 100.0 * static_cast<double>(part) / static_cast<double>(all);
    return (share < 1 ? "< 1" : share > 99 && part < all ? "> 99" : std::to_string(static_cast<int>(std::lround(share)))) + " %";
}

// The columns, in the order of the facts; the menu switches them on and off.
std::vector<std::size_t> columns_of(const std::vector<MomentFacts>& facts, const std::vector<std::string>& chosen) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < facts.size(); ++i)
        if (std::find(chosen.begin(), chosen.end(), facts[i].id) != chosen.end()) columns.push_back(i);
    return columns;
}

void columns_menu(const ViewContext& context, const std::vector<MomentFacts>& facts, std::vector<std::string>& chosen, const Rect& anchor) {
    const Ui& ui = context.ui;
    if (button(ui, "columns", anchor, "Columns", {.small = true, .dropdown = true, .tip = "What is shown of each layer"})) open_menu("columns menu");
    if (!begin_menu(ui, "columns menu", anchor, 340)) return;
    for (const MomentFacts& fact : facts) {
        const auto at = std::find(chosen.begin(), chosen.end(), fact.id);
        if (!menu_item(ui, std::string(fact.symbol) + "   " + std::string(fact.meaning), {.checked = at != chosen.end(), .keep_open = true})) continue;
        if (at == chosen.end()) chosen.emplace_back(fact.id);
        else chosen.erase(at);
    }
    end_menu();
}

// Which update the numbers are of. After its last row a racer makes none: then they are what it would be given.
std::string shown_update(const Session& session, int update) {
    if (update <= 0) return {};
    const std::size_t racer = session.selected();
    if (update < session.rows(racer) || session.running()) return "update " + std::to_string(update);
    if (session.ending(racer) == Ending::diverged) return "diverged at step " + std::to_string(update - 1);
    return "after update " + std::to_string(update - 1) + ", what the next one would be";
}

// Returns the columns that there is room for. Where they do not all fit, the last one stays: the step is what comes of the others.
std::vector<std::size_t> draw_header(const ViewContext& context, MomentsState& state, const RacerChoice& racer, const OptimizerSpec& optimizer, float room) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::vector<MomentFacts> facts = moments_of(optimizer);
    const auto [entry, fresh] = state.chosen.try_emplace(std::string(optimizer.id));
    if (fresh)
        for (const std::string_view id : telling_moments(optimizer)) entry->second.emplace_back(id);
    const float y = context.rect.y0 + ui.px(20), right = context.rect.x1 - ui.px(margin + 24);
    float x = draw_text(list, ui.fonts.heading, context.rect.x0 + ui.px(margin), y, ui.theme->secondary, "MOMENTS") + ui.px(12);
    const Rect menu{x, y - ui.px(12), x + button_width(ui, "Columns", {.small = true, .dropdown = true}), y + ui.px(12)};
    columns_menu(context, facts, entry->second, menu);
    x = menu.x1 + ui.px(12);
    if (right - x > ui.px(40)) x = draw_text_fitted(list, ui.fonts.semibold, x, y, racer_style(*ui.theme, static_cast<std::size_t>(racer.style)).colour, racer.name, right - x) + ui.px(12);
    if (const std::string shown = shown_update(context.session, state.result.moments.update); !shown.empty() && right - x > ui.px(40)) x = draw_text_fitted(list, ui.fonts.small, x, y, ui.theme->secondary, shown, right - x) + ui.px(20);
    constexpr std::string_view key = "stroke: median, bar: 5 to 95 %";
    if (right - x > text_width(ui.fonts.small, key)) draw_text(list, ui.fonts.small, right, y, ui.theme->secondary, key, 1);
    std::vector<std::size_t> columns = columns_of(facts, entry->second);
    const auto most = static_cast<std::size_t>(std::max(1.0f, (room + ui.px(between)) / ui.px(narrowest + between)));
    while (columns.size() > most) columns.erase(columns.end() - (columns.size() > 1 ? 2 : 1));
    return columns;
}

// Whole decades, so that it stands still while the numbers move a little.
Axis axis_of(const std::vector<Distribution>& layers) {
    double low = 1e300, high = 0;
    for (const Distribution& d : layers)
        if (d.sized() > 0) low = std::min(low, d.low), high = std::max(high, d.high);
    if (!(high > 0)) return {.lo = 1e-4, .hi = 1, .scale = AxisScale::log};
    const double top = std::ceil(std::log10(high) + 0.4), bottom = std::max(std::floor(std::log10(low) - 0.8), top - 16);
    return {.lo = std::pow(10.0, std::max(bottom, -300.0)), .hi = std::pow(10.0, std::min(top, 300.0)), .scale = AxisScale::log};
}

// Half of what the tallest would need, where one spike would press all others flat.
double tallest(const std::vector<Distribution>& layers) {
    std::vector<double> peaks;
    for (const Distribution& d : layers)
        if (!d.bins.empty()) peaks.push_back(static_cast<double>(*std::max_element(d.bins.begin(), d.bins.end())) / static_cast<double>(d.sized()));
    if (peaks.empty()) return 1;
    const auto middle = peaks.begin() + static_cast<std::ptrdiff_t>(peaks.size() / 2);
    std::nth_element(peaks.begin(), middle, peaks.end());
    return std::min(*std::max_element(peaks.begin(), peaks.end()), 2.5 * *middle);
}

void draw_ridge(const Ui& ui, Plot& plot, const Distribution& d, float base, float height, double full, ImU32 colour) {
    ImDrawList& list = plot.list();
    std::vector<ImVec2> crest;
    const auto bin_at = [&](double bin) { return plot.x_pixel(std::pow(10.0, std::clamp((d.first + bin) / Distribution::bins_per_decade, -307.0, 307.0))); };
    const auto count = static_cast<double>(d.sized());
    crest.push_back({bin_at(-0.5), base});
    for (std::size_t k = 0; k < d.bins.size(); ++k) {
        const double part = std::min(1.0, static_cast<double>(d.bins[k]) / count / full);
        crest.push_back({bin_at(static_cast<double>(k) + 0.5), base - static_cast<float>(part) * height});
    }
    crest.push_back({bin_at(static_cast<double>(d.bins.size()) + 0.5), base});
    const ImDrawListFlags flags = list.Flags;
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // smoothed edges would show as seams
    const ImU32 fill = mix(ui.theme->panel, colour, ui.theme->dark ? 0.34f : 0.3f);
    for (std::size_t k = 0; k + 1 < crest.size(); ++k) list.AddQuadFilled({crest[k].x, base}, crest[k], crest[k + 1], {crest[k + 1].x, base}, fill);
    list.Flags = flags;
    const bool dense = height < ui.px(24);
    stroke(list, crest, colour, std::max(1.0f, (dense ? 1.0f : 1.3f) * ui.scale));
    // From 5 to 95 %, and the median.
    const float thick = ui.line(dense ? 1 : 1.5f), middle = std::floor(plot.x_pixel(d.median));
    list.AddRectFilled({plot.x_pixel(d.low), base - thick}, {std::max(plot.x_pixel(d.high), plot.x_pixel(d.low) + ui.line(2)), base + (dense ? 0 : thick)}, colour);
    list.AddRectFilled({middle - (dense ? 0 : ui.line()), base - height * 0.62f}, {middle + ui.line(), base + thick}, ui.theme->text);
}

std::string without_size(const Distribution& d) {
    if (d.zeros == d.count) return "all 0";
    std::string text;
    if (d.zeros > 0) text = percent(d.zeros, d.count) + " zeros";
    if (d.broken > 0) text += (text.empty() ? "" : " · ") + percent(d.broken, d.count) + " not finite";
    return text;
}

std::string told(const MomentFacts& facts, const ParameterGroup& layer, const Distribution& d) {
    const auto digits = [](double v) { return format_number(round_to_digits(v, 3)); };
    std::string text = layer.label + ", |" + std::string(facts.symbol) + "| of " + std::to_string(d.count) + " parameters";
    if (d.sized() > 0) text += ": median " + digits(d.median) + ", 5 to 95 % " + digits(d.low) + " … " + digits(d.high);
    const std::string rest = without_size(d);
    return rest.empty() ? text : text + "; " + rest;
}

struct Rows {
    float top, bottom, height;  // of all; of one
    float base(std::size_t layer) const { return bottom - height * static_cast<float>(layer); }  // the first at the bottom
};

void draw_column(const ViewContext& context, const MomentsResult& result, std::size_t moment, const Rect& rect, const Rows& rows, ImU32 colour) {
    const Ui& ui = context.ui;
    const MomentFacts facts = moments_of(*result.optimizer)[moment];
    const std::vector<Distribution>& layers = result.moments.of[moment];
    ImDrawList& window = *ImGui::GetWindowDrawList();
    const std::string symbol = "|" + std::string(facts.symbol) + "|";
    const float x = draw_text_fitted(window, ui.fonts.semibold, rect.x0, rect.y0, ui.theme->text, symbol, rect.width()) + ui.px(8);
    if (rect.x1 - x > ui.px(30)) draw_text_fitted(window, ui.fonts.small, x, rect.y0, ui.theme->secondary, facts.meaning, rect.x1 - x);
    const Rect area{rect.x0, rows.top, rect.x1, rows.bottom};
    const Hit over = hit(ui, symbol.c_str(), area);
    {
        Plot plot(ui, area, axis_of(layers), {}, {.x_ticks = std::max(2, static_cast<int>(area.width() / ui.px(44))), .y_labels = false, .x_grid = true, .y_grid = false});
        const double full = tallest(layers);
        const float reach = rows.height * (layers.size() > 8 ? 1.35f : 0.9f);  // many of them overlap: those behind are farther up
        for (std::size_t k = layers.size(); k-- > 0;)
            if (layers[k].sized() > 0) draw_ridge(ui, plot, layers[k], rows.base(k) - ui.line(2), std::min(reach, rows.base(k) - rows.top), full, colour);
    }
    for (std::size_t k = 0; k < layers.size() && rows.height >= ui.px(15); ++k) {
        const Distribution& d = layers[k];
        if (const std::string text = d.count > 0 ? without_size(d) : "no step"; !text.empty())
            draw_text_fitted(window, ui.fonts.small, area.x1, rows.base(k) - rows.height + ui.px(8), d.broken > 0 || d.count == 0 ? ui.theme->error : ui.theme->secondary, text, area.width(), 1);
    }
    if (over.hovered) {
        const float from_bottom = (rows.bottom - ImGui::GetIO().MousePos.y) / rows.height;
        const auto k = static_cast<std::size_t>(std::clamp(from_bottom, 0.0f, static_cast<float>(layers.size()) - 0.5f));
        tooltip(ui, over, told(facts, result.layers[k], layers[k]));
    }
}

void draw_labels(const Ui& ui, const std::vector<ParameterGroup>& layers, float x, const Rows& rows) {
    const auto every = static_cast<std::size_t>(std::max(1.0f, std::ceil(ui.px(15) / rows.height)));
    for (std::size_t k = 0; k < layers.size(); ++k)
        if (k % every == 0) draw_text(*ImGui::GetWindowDrawList(), ui.fonts.small, x, rows.base(k) - std::min(rows.height * 0.5f, ui.px(10)), ui.theme->secondary, layers[k].label);
}

}  // namespace

MomentsState::MomentsState(std::function<void()> wake) : job(std::make_unique<LatestJob<MomentsRequest, MomentsResult>>(measure, std::move(wake))) {}

void draw_moments_view(const ViewContext& context, MomentsState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    if (!session.network()) return;
    ImGui::PushID("moments");
    state.drawn_in = ImGui::GetFrameCount();
    const std::size_t racer = session.selected();
    const Training& training = session.network()->training;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (racer >= training.size() || racer >= session.scenario().racers.size()) {
        draw_text(list, ui.fonts.heading, context.rect.x0 + ui.px(margin), context.rect.y0 + ui.px(20), ui.theme->secondary, "MOMENTS");
        draw_text_fitted(list, ui.fonts.body, context.rect.centre_x(), context.rect.centre_y(), ui.theme->secondary, "Select a racer to see inside it.", context.rect.width() - ui.px(2 * margin), 0.5f);
        ImGui::PopID();
        return;
    }
    if (auto made = state.job->take()) state.result = std::move(*made);
    if (const int row = session.row_at(racer, context.shown_step()); row >= 0) state.job->request({session.shared_network(), racer, session.revision(racer), row});

    const RacerChoice& choice = session.scenario().racers[racer];
    const MomentsResult& result = state.result;
    const bool ready = result.revision == session.revision(racer);
    float label = 0;
    for (const ParameterGroup& layer : result.layers) label = std::max(label, text_width(ui.fonts.small, layer.label));
    const Rect area{context.rect.x0 + ui.px(margin) + std::ceil(label) + ui.px(14), context.rect.y0 + ui.px(48), context.rect.x1 - ui.px(margin), context.rect.y1 - ui.px(28)};
    const std::vector<std::size_t> columns = draw_header(context, state, choice, *training.setup(racer).optimizer, area.width());
    Rows rows{area.y0 + ui.px(14), area.y1, 0};
    rows.height = (rows.bottom - rows.top) / static_cast<float>(std::max<std::size_t>(1, result.layers.size()));
    if (ready && area.width() >= ui.px(60) && rows.bottom - rows.top >= ui.px(30)) {
        const Rect placed{area.x0, rows.top - ui.px(14), area.x1, area.y1};
        draw_labels(ui, result.layers, context.rect.x0 + ui.px(margin), rows);
        const float gap = ui.px(between), wide = std::floor((area.width() + gap) / static_cast<float>(std::max<std::size_t>(1, columns.size())) - gap);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const float x = placed.x0 + static_cast<float>(c) * (wide + gap);
            draw_column(context, result, columns[c], {x, placed.y0, x + wide, placed.y1}, rows, racer_style(*ui.theme, static_cast<std::size_t>(choice.style)).colour);
        }
        if (columns.empty()) draw_text_fitted(list, ui.fonts.body, area.centre_x(), area.centre_y(), ui.theme->secondary, "All columns are switched off.", area.width(), 0.5f);
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
