#include "app/views/diagram_view.hpp"

#include <algorithm>
#include <cmath>

#include "app/scene/network_map.hpp"
#include "app/widgets/controls.hpp"
#include "app/widgets/stroke.hpp"

namespace thalweg::app {
namespace {

constexpr int tile_points = 40;                      // a side of a unit's picture
constexpr int line_points = 96;                      // of a unit's curve
constexpr std::size_t most_links = 6000;
constexpr Eigen::Index some_examples = 300;          // that tell what a unit does where there is no picture of the inputs

enum class UnitPicture { map, curve, mean };
UnitPicture picture_of(const BuiltNetwork& built) {
    const auto range = input_range(built);
    return !range ? UnitPicture::mean : range->inputs == 2 ? UnitPicture::map : UnitPicture::curve;
}

Matrix<double> looked_at(const BuiltNetwork& built) {
    if (const auto range = input_range(built)) return inputs_over(built, *range, range->inputs == 2 ? tile_points : line_points);
    return built.examples.train->inputs.leftCols(std::min<Eigen::Index>(some_examples, built.examples.train->size()));
}

// Those behind the inputs: of a recurrent layer the last time step alone.
std::vector<FlowRow> columns_of(const Architecture& architecture) {
    std::vector<FlowRow> rows = flow_rows(architecture);
    std::erase_if(rows, [&](const FlowRow& row) { return row.time > 0 && row.time < architecture.layers[static_cast<std::size_t>(row.layer)].time_steps; });
    return rows;
}

void look(const DiagramRequest& request, const std::stop_token& stop, const std::function<void(DiagramResult)>& deliver) {
    DiagramResult result;
    for (const SideAtStep& shown : request.shown) {
        const auto learner = shown.row < 0 ? nullptr : shown.race->training.learner_at(shown.racer, shown.row, stop);
        if (stop.stop_requested()) return;
        if (!learner) continue;
        const BuiltNetwork& built = shown.race->built;
        result[shown.key] = {shown.revision, shown.row, built.problem, {learner->theta().begin(), learner->theta().end()},
                             learner->engine().unit_outputs(learner->theta().data(), learner->buffers().data(), looked_at(built), columns_of(built.problem->architecture))};
    }
    deliver(std::move(result));
}

// The numbers that a unit is painted with; inputs show themselves.
Matrix<double> row_of(const DiagramNumbers& numbers, const Matrix<double>& inputs, std::size_t column, int unit) {
    return column == 0 ? inputs.row(unit) : numbers.units[column - 1].row(unit);
}

void paint_units(DiagramState& state, DiagramState::Drawn& drawn, const DiagramNumbers& numbers, bool dark) {
    drawn.first_tile.clear();
    int tiles = 0;
    for (const DiagramColumn& column : drawn.diagram.columns) drawn.first_tile.push_back(std::exchange(tiles, tiles + static_cast<int>(column.units.size())));
    drawn.across = std::max(1, static_cast<int>(std::ceil(std::sqrt(tiles))));
    drawn.down = (tiles + drawn.across - 1) / drawn.across;
    const int width = drawn.across * tile_points;
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * static_cast<std::size_t>(drawn.down * tile_points) * 4, 255);
    for (std::size_t c = 0; c < drawn.diagram.columns.size(); ++c)
        for (std::size_t u = 0; u < drawn.diagram.columns[c].units.size(); ++u) {
            const Matrix<double> values = row_of(numbers, drawn.inputs, c, drawn.diagram.columns[c].units[u]) / std::max(drawn.strength[c], 1e-300);
            const int tile = drawn.first_tile[c] + static_cast<int>(u), x0 = tile % drawn.across * tile_points, y0 = tile / drawn.across * tile_points;
            for (int k = 0; k < tile_points * tile_points; ++k) {
                const Rgb8 colour = signed_colour(values(0, k), dark);
                const std::size_t at = 4 * (static_cast<std::size_t>(y0 + k / tile_points) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x0 + k % tile_points));
                rgba[at] = colour.r, rgba[at + 1] = colour.g, rgba[at + 2] = colour.b;
            }
        }
    if (state.gl) drawn.pictures.upload({width, drawn.down * tile_points}, rgba, true);
}

DiagramState::Drawn* follow(const ViewContext& context, DiagramState& state, const NetworkSide& side, int most_units) {
    const auto at = state.result.find(side.key());
    if (at == state.result.end() || at->second.problem != side.race->built.problem) return nullptr;
    const DiagramNumbers& numbers = at->second;
    DiagramState::Drawn& drawn = state.drawn[side.key()];
    const bool dark = context.ui.theme->dark;
    if (drawn.revision == numbers.revision && drawn.row == numbers.row && drawn.most_units == most_units && drawn.dark == dark && drawn.problem == numbers.problem) return &drawn;
    if (drawn.problem != numbers.problem || drawn.most_units != most_units) drawn.diagram = network_diagram(numbers.problem->architecture, most_units);
    drawn.revision = numbers.revision, drawn.row = numbers.row, drawn.most_units = most_units, drawn.dark = dark, drawn.problem = numbers.problem;
    drawn.links = strongest(drawn.diagram.links, numbers.theta, most_links);
    drawn.largest = drawn.links.empty() ? 0 : std::abs(numbers.theta[static_cast<std::size_t>(drawn.links.back().weight)]);
    drawn.inputs = looked_at(side.race->built);
    drawn.strength = {drawn.inputs.cwiseAbs().maxCoeff()};
    for (const Matrix<double>& units : numbers.units) drawn.strength.push_back(units.array().isFinite().select(units.array().abs(), 0).maxCoeff());
    if (picture_of(side.race->built) == UnitPicture::map) paint_units(state, drawn, numbers, dark);
    return &drawn;
}

// Where everything stands.
struct Places {
    Rect area;
    float step_x, side;  // between columns; of a unit's box
    float labels;        // where the names of columns stand

    Places(const Ui& ui, const Rect& whole, const NetworkDiagram& diagram) : area(whole) {
        area.y0 += ui.px(diagram.residuals.empty() ? 4 : 22);
        area.y1 -= ui.px(26);
        labels = whole.y1 - ui.px(10);
        std::size_t tallest = 1;
        for (const DiagramColumn& c : diagram.columns) tallest = std::max(tallest, c.units.size());
        step_x = area.width() / static_cast<float>(diagram.columns.size());
        side = std::floor(std::clamp(std::min(step_x * 0.5f, area.height() / static_cast<float>(tallest) * 0.84f), ui.px(3), ui.px(46)));
    }
    float x(int column) const { return area.x0 + step_x * (static_cast<float>(column) + 0.5f); }
    ImVec2 unit(const NetworkDiagram& diagram, int column, int position) const {
        const float n = static_cast<float>(diagram.columns[static_cast<std::size_t>(column)].units.size()), pitch = std::min(area.height() / n, side * 1.6f);
        return {x(column), area.centre_y() + (static_cast<float>(position) - (n - 1) / 2) * pitch};
    }
};

ImU32 colour_of(Rgb8 c) { return IM_COL32(c.r, c.g, c.b, 255); }

void draw_links(const ViewContext& context, const DiagramState::Drawn& drawn, std::span<const double> theta, const Places& places, const std::optional<DiagramState::Unit>& shown) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const DiagramLink& link : drawn.links) {
        const double w = theta[static_cast<std::size_t>(link.weight)], part = drawn.largest > 0 ? w / drawn.largest : 0;
        if (!std::isfinite(part)) continue;
        const bool own = shown && ((shown->column == link.column && shown->unit == link.to) || (shown->column == link.column - 1 && shown->unit == link.from));
        const float size = static_cast<float>(std::abs(part)), strength = shown ? (own ? 1.0f : 0.06f) : 0.15f + 0.75f * std::sqrt(size);
        ImVec2 from = places.unit(drawn.diagram, link.column - 1, link.from), to = places.unit(drawn.diagram, link.column, link.to);
        from.x += places.side * 0.5f, to.x -= places.side * 0.5f;
        list.AddLine(from, to, fade(colour_of(class_colour(w > 0 ? 1 : 0, ui.theme->dark)), strength), std::max(ui.px(0.6f), ui.px(5) * size));
    }
    for (const auto& [source, target] : drawn.diagram.residuals) {  // past what lies between
        const float y = places.area.y0 - ui.px(4), from = places.x(source), to = places.x(target), high = y - ui.px(16);
        list.AddBezierCubic({from, y}, {from + places.step_x * 0.2f, high}, {to - places.step_x * 0.2f, high}, {to, y}, ui.theme->secondary, ui.line(1.5f));
        list.AddTriangleFilled({to - ui.px(3), y - ui.px(4)}, {to + ui.px(3), y - ui.px(4)}, {to, y + ui.px(1)}, ui.theme->secondary);
    }
}

void draw_curve(const Ui& ui, const Rect& box, const Matrix<double>& values, double strength, float width) {
    std::vector<ImVec2> line;
    for (Eigen::Index i = 0; i < values.cols(); ++i) {
        const double part = std::clamp(values(0, i) / std::max(strength, 1e-300), -1.0, 1.0);
        line.push_back({box.x0 + box.width() * (static_cast<float>(i) + 0.5f) / static_cast<float>(values.cols()), box.centre_y() - static_cast<float>(std::isfinite(part) ? part : 0) * box.height() * 0.46f});
    }
    stroke(*ImGui::GetWindowDrawList(), line, ui.theme->text, width, {});
}

void draw_unit(const ViewContext& context, const DiagramState& state, const DiagramState::Drawn& drawn, const BuiltNetwork& built, const Matrix<double>& values, std::size_t column, std::size_t unit, const Rect& box) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const UnitPicture picture = picture_of(built);
    const double mean = values.size() ? values.mean() / std::max(drawn.strength[column], 1e-300) : 0;
    list.AddRectFilled(top_left(box), bottom_right(box), colour_of(signed_colour(picture == UnitPicture::curve ? 0 : mean, ui.theme->dark)), box.width() * 0.12f);
    if (picture == UnitPicture::map && drawn.pictures.id() && state.gl) {
        const int tile = drawn.first_tile[column] + static_cast<int>(unit);
        const ImVec2 size{1 / static_cast<float>(drawn.across), 1 / static_cast<float>(drawn.down)}, air{size.x * 0.5f / tile_points, size.y * 0.5f / tile_points};
        const ImVec2 from{static_cast<float>(tile % drawn.across) * size.x, static_cast<float>(tile / drawn.across) * size.y};
        list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(drawn.pictures.id())), top_left(box), bottom_right(box), {from.x + air.x, from.y + air.y}, {from.x + size.x - air.x, from.y + size.y - air.y});
    } else if (picture == UnitPicture::curve && box.width() >= ui.px(12)) {
        draw_curve(ui, box, values, drawn.strength[column], std::max(1.0f, box.width() / 30));
    }
    list.AddRect(top_left(box), bottom_right(box), ui.theme->outline, box.width() * 0.12f, 0, ui.line());
}

// The unit that is pointed at, large, with its numbers.
void draw_large(const ViewContext& context, const DiagramState& state, const DiagramState::Drawn& drawn, const DiagramNumbers& numbers, const BuiltNetwork& built, const DiagramState::Unit& at, ImVec2 centre, const Rect& within) {
    const Ui& ui = context.ui;
    const auto c = static_cast<std::size_t>(at.column), u = static_cast<std::size_t>(at.unit);
    const DiagramColumn& column = drawn.diagram.columns[c];
    const bool pictured = picture_of(built) != UnitPicture::mean, remembered = at.unit >= static_cast<int>(column.units.size()) - column.remembered;
    const int unit = column.units[u];
    std::vector<std::string> lines{column.name + (c == 0 && !remembered ? ", input " : ", unit ") + std::to_string(unit + 1) + " of " + std::to_string(column.size)};
    Matrix<double> values;
    if (!remembered) {
        values = row_of(numbers, drawn.inputs, c, unit);
        lines.push_back("output " + format_number(round_to_digits(values.minCoeff(), 3)) + " … " + format_number(round_to_digits(values.maxCoeff(), 3)));
        if (column.biases >= 0) lines.push_back("bias " + format_number(round_to_digits(numbers.theta[static_cast<std::size_t>(column.biases + unit)], 3)));
    }
    if (!column.after.empty()) lines.push_back("then " + column.after);
    const float pad = ui.px(10), side = pictured && !remembered ? ui.px(150) : 0, line = ui.px(18);
    float width = side;
    for (const std::string& text : lines) width = std::max(width, text_width(ui.fonts.small, text));
    const float high = side + (side > 0 ? ui.px(8) : 0) + line * static_cast<float>(lines.size()) + 2 * pad, wide = width + 2 * pad;
    const float gap = ui.px(30), x = centre.x + gap + wide <= within.x1 ? centre.x + gap : std::max(within.x0, centre.x - gap - wide), y = std::clamp(centre.y - high * 0.5f, within.y0, std::max(within.y0, within.y1 - high));
    const Rect box{x, y, x + wide, y + high};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top_left(box), bottom_right(box), ui.theme->card, ui.px(8));
    list.AddRect(top_left(box), bottom_right(box), ui.theme->outline, ui.px(8), 0, ui.line());
    float text = box.y0 + pad;
    if (side > 0) {
        draw_unit(context, state, drawn, built, values, c, u, {box.x0 + pad, text, box.x0 + pad + side, text + side});
        text += side + ui.px(8);
    }
    for (const std::string& words : lines) {
        draw_text(list, ui.fonts.small, box.x0 + pad, text + line * 0.5f, &words == &lines.front() ? ui.theme->text : ui.theme->secondary, words);
        text += line;
    }
}

void draw_side(const ViewContext& context, DiagramState& state, const NetworkSide& side, const Rect& rect) {
    const Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const BuiltNetwork& built = side.race->built;
    const int most_units = std::clamp(static_cast<int>(rect.height() / ui.px(12)), 4, 32);
    DiagramState::Drawn* drawn = follow(context, state, side, most_units);
    if (!drawn) return;
    const DiagramNumbers& numbers = state.result.at(side.key());
    const NetworkDiagram& diagram = drawn->diagram;
    const Places places(ui, rect, diagram);

    ImGui::PushID(side.key());
    std::optional<DiagramState::Unit> pointed;
    const Hit over = hit(ui, "units", rect);
    if (over.hovered) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        for (int c = 0; c < static_cast<int>(diagram.columns.size()); ++c)
            for (int u = 0; u < static_cast<int>(diagram.columns[static_cast<std::size_t>(c)].units.size()); ++u) {
                const ImVec2 at = places.unit(diagram, c, u);
                const float reach = std::max(places.side, ui.px(8)) * 0.6f;
                if (std::abs(mouse.x - at.x) <= reach && std::abs(mouse.y - at.y) <= reach) pointed = DiagramState::Unit{side.key(), c, u};
            }
    }
    if (over.clicked) state.kept = pointed && state.kept != pointed ? pointed : std::nullopt;
    std::optional<DiagramState::Unit> shown = pointed;
    if (!shown && state.kept && state.kept->side == side.key() && state.kept->column < static_cast<int>(diagram.columns.size()) && state.kept->unit < static_cast<int>(diagram.columns[static_cast<std::size_t>(state.kept->column)].units.size()))
        shown = state.kept;

    const auto name = [](const DiagramColumn& column) {
        const int drawn_units = static_cast<int>(column.units.size()) - column.remembered;
        return column.name + (drawn_units < column.size ? ", " + std::to_string(drawn_units) + " of " + std::to_string(column.size) : "");
    };
    const bool wordy = std::all_of(diagram.columns.begin(), diagram.columns.end(), [&](const DiagramColumn& column) { return text_width(ui.fonts.small, name(column)) < places.step_x - ui.px(6); });

    draw_links(context, *drawn, numbers.theta, places, shown);
    for (std::size_t c = 0; c < diagram.columns.size(); ++c) {
        const DiagramColumn& column = diagram.columns[c];
        for (std::size_t u = 0; u < column.units.size(); ++u) {
            const ImVec2 at = places.unit(diagram, static_cast<int>(c), static_cast<int>(u));
            const Rect box{std::floor(at.x - places.side * 0.5f), std::floor(at.y - places.side * 0.5f), std::floor(at.x + places.side * 0.5f), std::floor(at.y + places.side * 0.5f)};
            const bool remembered = u + static_cast<std::size_t>(column.remembered) >= column.units.size();
            draw_unit(context, state, *drawn, built, remembered ? Matrix<double>() : row_of(numbers, drawn->inputs, c, column.units[u]), c, u, box);
        }
        draw_text(list, ui.fonts.small, places.x(static_cast<int>(c)), places.labels, ui.theme->secondary, wordy ? name(column) : c == 0 ? "in" : c + 1 == diagram.columns.size() ? "out" : std::to_string(c), 0.5f);
    }
    if (shown) draw_large(context, state, *drawn, numbers, built, *shown, places.unit(diagram, shown->column, shown->unit), rect);
    ImGui::PopID();
}

}  // namespace

DiagramState::DiagramState(std::function<void()> wake) : job(std::make_unique<LatestJob<DiagramRequest, DiagramResult>>(look, std::move(wake))) {}

void draw_diagram_view(const ViewContext& context, DiagramState& state) {
    const Ui& ui = context.ui;
    const Session& session = context.session;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    std::vector<NetworkSide> sides = network_sides(session);
    if (!session.before()) std::erase_if(sides, [&](const NetworkSide& side) { return side.racer != session.selected(); });
    DiagramRequest request;
    for (const NetworkSide& side : sides) request.shown.push_back(side.at(context.shown_step()));
    if (!sides.empty()) state.job->request(std::move(request));
    if (auto made = state.job->take()) state.result = std::move(*made);

    ImGui::PushID("diagram");
    const float header = context.rect.y0 + ui.px(20), right = context.rect.x1 - ui.px(40);
    float x = draw_text(list, ui.fonts.heading, context.rect.x0 + ui.px(16), header, ui.theme->secondary, "NETWORK") + ui.px(12);
    const Rect area{context.rect.x0 + ui.px(16), context.rect.y0 + ui.px(38), context.rect.x1 - ui.px(16), context.rect.y1 - ui.px(8)};
    if (sides.empty()) draw_text(list, ui.fonts.small, x, header, ui.theme->secondary, "select a racer that is shown");
    const float each = area.width() / static_cast<float>(std::max<std::size_t>(1, sides.size()));
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const float x0 = area.x0 + each * static_cast<float>(i);
        const Rect title{x0, area.y0, x0 + each, area.y0 + (sides.size() > 1 ? ui.px(22) : 0)};
        if (sides.size() > 1) draw_text_fitted(list, ui.fonts.semibold, title.x0, title.centre_y(), racer_style(*ui.theme, static_cast<std::size_t>(sides[i].choice().style)).colour, title_of(sides, i), each - ui.px(12));
        draw_side(context, state, sides[i], {x0, title.y1, x0 + each, area.y1});
    }
    if (!sides.empty()) {
        const NetworkSide& side = sides.back();
        x = draw_text(list, ui.fonts.semibold, x, header, racer_style(*ui.theme, static_cast<std::size_t>(side.choice().style)).colour, side.choice().name) + ui.px(12);
        if (const auto drawn = state.drawn.find(side.key()); drawn != state.drawn.end()) {
            std::string words = "widest line |w| = " + format_number(round_to_digits(drawn->second.largest, 3)) + ", orange positive, blue negative";
            if (drawn->second.links.size() < drawn->second.diagram.links.size()) words = "the " + std::to_string(drawn->second.links.size()) + " largest of " + std::to_string(drawn->second.diagram.links.size()) + " weights · " + words;
            draw_text_fitted(list, ui.fonts.small, x, header, ui.theme->secondary, words, right - x);
        }
    }
    ImGui::PopID();
}

}  // namespace thalweg::app
