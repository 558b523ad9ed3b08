#include "core/sweep/ensemble.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <limits>
#include <thread>

#include "core/numerics/denormals.hpp"

namespace thalweg {
namespace {

constexpr int members_per_block = 32;
constexpr int slab_points = 32'768;  // θ and loss of so many rows × members × racers stay in the cache until they are summed up
constexpr std::size_t state_alignment = 64;

using Eight = Pack<double, 8>;  // partial sums of a fixed number, so that every build adds in the same order

double sum_of(const Eight& partial) {
    const auto at = [&](int i) { return partial[i]; };
    return ((at(0) + at(4)) + (at(2) + at(6))) + ((at(1) + at(5)) + (at(3) + at(7)));
}

// Σ f(i) over i < n. f(i, Eight()) gives eight terms from i on, f(i, double()) one.
template <class Term>
double sum(std::size_t n, Term&& term) {
    Eight partial(0.0);
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8) partial += term(i, Eight());
    double rest = 0;
    for (; i < n; ++i) rest += term(i, double());
    return sum_of(partial) + rest;
}

template <class T>
T load(const double* from) {
    if constexpr (std::is_same_v<T, double>) return *from;
    else return T::load(from);
}

std::uint64_t next_revision() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// What is left of one racer at one row.
class Sample2d {
public:
    void clear() { x_.clear(), y_.clear(), loss_.clear(); }
    void add(const Point& theta, double loss) {
        x_.push_back(theta.x());
        y_.push_back(theta.y());
        loss_.push_back(std::isnan(loss) ? std::numeric_limits<double>::infinity() : loss);
    }

    EnsembleRow row(std::span<const Point> minima) {
        const std::size_t n = x_.size();
        EnsembleRow row;
        row.members = static_cast<int>(n);
        if (n == 0) return row;
        const double count = static_cast<double>(n);
        // Deviations from one of them: members that agree then have no spread at all, not even by rounding.
        const auto mean_of = [&](const std::vector<double>& v) {
            return v[0] + sum(n, [&](std::size_t i, auto kind) { return load<decltype(kind)>(&v[i]) - decltype(kind)(v[0]); }) / count;
        };
        row.mean = {mean_of(x_), mean_of(y_)};
        if (n > 1) {
            const auto product = [&](const std::vector<double>& v, double v_mean, const std::vector<double>& w, double w_mean) {
                return sum(n, [&](std::size_t i, auto kind) {
                           using T = decltype(kind);
                           return (load<T>(&v[i]) - T(v_mean)) * (load<T>(&w[i]) - T(w_mean));
                       }) / (count - 1);
            };
            row.xx = product(x_, row.mean.x(), x_, row.mean.x());
            row.xy = product(x_, row.mean.x(), y_, row.mean.y());
            row.yy = product(y_, row.mean.y(), y_, row.mean.y());
        }
        row.loss = quantiles(loss_);
        if (!minima.empty()) row.distance = distances(minima);
        return row;
    }

private:
    Quantiles distances(std::span<const Point> minima) {
        distance_.assign(x_.size(), std::numeric_limits<double>::infinity());
        for (const Point& minimum : minima)
            for (std::size_t i = 0; i < x_.size(); ++i) {
                const double dx = x_[i] - minimum.x(), dy = y_[i] - minimum.y();
                distance_[i] = std::min(distance_[i], dx * dx + dy * dy);
            }
        for (double& d : distance_) d = std::sqrt(d);
        return quantiles(distance_);
    }

    std::vector<double> x_, y_, loss_, distance_;
};

}  // namespace

void Ensemble::arrange(const Arena& arena, const std::vector<RacerSetup>& setups, int members, const Ensemble* former) {
    const bool same = former && former->done() && former->arena_ == arena && former->members_ == members;
    std::vector<std::shared_ptr<Track>> kept = same ? former->tracks_ : std::vector<std::shared_ptr<Track>>();
    arena_ = arena;
    members_ = members;
    row_ = 0;
    tracks_.clear();
    running_.clear();
    blocks_.clear();
    for (const RacerSetup& setup : setups) {
        const auto found = std::find_if(kept.begin(), kept.end(), [&](const auto& track) { return track->setup == setup; });
        if (found != kept.end()) {
            tracks_.push_back(*found);
            continue;
        }
        const std::size_t n = static_cast<std::size_t>(members), rows = static_cast<std::size_t>(arena.steps + 1);
        running_.push_back(tracks_.size());
        tracks_.push_back(std::make_shared<Track>());
        Track& track = *tracks_.back();
        track.setup = setup;
        track.revision = next_revision();
        track.rows.resize(rows);
        track.positions.resize(rows * n);
        track.ends.assign(n, arena.steps + 1);
    }
    if (running_.empty()) return;

    for (int first = 0; first < members; first += members_per_block) {
        Block& block = blocks_.emplace_back();
        block.first_member = static_cast<std::size_t>(first);
        const std::size_t count = static_cast<std::size_t>(std::min(members_per_block, members - first));
        std::vector<std::size_t> offsets;
        std::size_t bytes = 0;
        for (std::size_t m = 0; m < count; ++m)
            for (const std::size_t racer : running_) {
                offsets.push_back(bytes);
                bytes += (Layout(tracks_[racer]->setup).bytes + state_alignment - 1) / state_alignment * state_alignment;
            }
        block.states.resize(bytes + state_alignment);
        void* start = block.states.data();
        std::size_t room = block.states.size();
        auto* states = static_cast<std::byte*>(std::align(state_alignment, bytes, start, room));
        for (std::size_t m = 0; m < count; ++m) {
            Member& member = block.members.emplace_back();
            member.arena = arena;
            member.arena.seed += block.first_member + m;
            member.first = block.lanes.size();
            member.count = running_.size();
            for (std::size_t k = 0; k < running_.size(); ++k) {
                const RacerSetup& setup = tracks_[running_[k]]->setup;
                std::byte* state = states + offsets[block.lanes.size()];
                begin_racer(setup, state);
                block.lanes.emplace_back(setup, state);
                block.places.push_back(k * static_cast<std::size_t>(members) + block.first_member + m);
                block.theta.push_back(setup.start);
            }
        }
        block.gradient.resize(block.lanes.size());
        block.loss.resize(block.lanes.size());
        block.draws.assign(count, Point::Zero());
    }
    const std::size_t width = running_.size() * static_cast<std::size_t>(members);
    slab_rows_ = std::clamp(slab_points / static_cast<int>(width), 1, 256);
    theta_slab_.resize(width * static_cast<std::size_t>(slab_rows_));
    loss_slab_.resize(width * static_cast<std::size_t>(slab_rows_));
}

bool Ensemble::advance(Clock::time_point deadline, const std::stop_token& stop, int threads) {
    if (done()) return true;
    enum class Phase { stepping, summarising, over } phase = Phase::stepping;
    int until = std::min(row_ + slab_rows_, arena_.steps + 1);
    std::atomic<int> next{0};
    int units = static_cast<int>(blocks_.size());
    const auto out_of_time = [&] { return stop.stop_requested() || Clock::now() >= deadline; };
    if (out_of_time()) return false;

    const auto turn = [&]() noexcept {  // between two phases, on one thread while the others wait
        next = 0;
        if (phase == Phase::stepping) {
            phase = Phase::summarising;
            units = until - row_;
            return;
        }
        row_ = until;
        until = std::min(row_ + slab_rows_, arena_.steps + 1);
        phase = done() || out_of_time() ? Phase::over : Phase::stepping;
        units = static_cast<int>(blocks_.size());
    };
    threads = std::clamp(threads, 1, std::max(1, units));
    std::barrier sync(threads, turn);
    const auto work = [&] {
        const DenormalsFlushed guard;
        while (phase != Phase::over) {
            for (int unit; (unit = next++) < units;) {
                if (phase == Phase::stepping) step(blocks_[static_cast<std::size_t>(unit)], until);
                else summarise(row_ + unit);
            }
            sync.arrive_and_wait();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < threads; ++i) helpers.emplace_back(work);
        work();
    }
    if (!done()) return false;
    for (const std::size_t racer : running_) {
        Track& track = *tracks_[racer];
        track.length = *std::max_element(track.ends.begin(), track.ends.end());
    }
    blocks_.clear();  // states and lanes are of no use any more
    return true;
}

void Ensemble::step(Block& block, int until) {
    const Objective& objective = *arena_.problem->objective;
    const InForce in_force(arena_, block.lanes);
    const std::size_t width = running_.size() * static_cast<std::size_t>(members_);
    for (int t = row_; t < until && !block.lanes.empty(); ++t) {
        const std::size_t n = block.lanes.size(), slab = static_cast<std::size_t>(t - row_) * width;
        objective.evaluate({block.theta.data(), n}, {block.gradient.data(), n}, {block.loss.data(), n});
        Pair::Mask within = ~Pair::Mask{};
        for (std::size_t i = 0; i < n; ++i) {
            within &= inside(block.theta[i]);
            theta_slab_[slab + block.places[i]] = block.theta[i];
            loss_slab_[slab + block.places[i]] = block.loss[i];
        }
        if (!Pair::all(within)) drop_lost(block, t);
        if (t == arena_.steps) continue;  // the last row: nothing follows it
        if (in_force.noise) noise_of_update(arena_.noise, arena_.seed + block.first_member, t + 1, block.draws);
        for (std::size_t m = 0; m < block.members.size(); ++m) {
            const Member& member = block.members[m];
            if (member.count == 0) continue;
            step_lanes(member.arena, in_force, t + 1, block.draws[m], {block.lanes.data() + member.first, member.count}, block.theta.data() + member.first,
                       block.gradient.data() + member.first, block.loss.data() + member.first);
        }
    }
}

// The rows of a racer end before the one at which it is lost.
void Ensemble::drop_lost(Block& block, int row) {
    std::size_t kept = 0;
    for (Member& member : block.members) {
        const std::size_t from = member.first, to = from + member.count;
        member.first = kept;
        for (std::size_t i = from; i < to; ++i) {
            if (escaped(block.theta[i])) {
                const std::size_t n = static_cast<std::size_t>(members_);
                tracks_[running_[block.places[i] / n]]->ends[block.places[i] % n] = row;
                continue;
            }
            block.lanes[kept] = block.lanes[i];
            block.places[kept] = block.places[i];
            block.theta[kept] = block.theta[i];
            block.loss[kept] = block.loss[i];
            block.gradient[kept++] = block.gradient[i];
        }
        member.count = kept - member.first;
    }
    block.lanes.resize(kept);
    block.places.resize(kept);
    block.theta.resize(kept);
}

void Ensemble::summarise(int row) {
    thread_local Sample2d sample;  // for its memory
    const std::size_t n = static_cast<std::size_t>(members_), at = static_cast<std::size_t>(row);
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t k = 0; k < running_.size(); ++k) {
        Track& track = *tracks_[running_[k]];
        const std::size_t slab = (static_cast<std::size_t>(row - row_) * running_.size() + k) * n;
        sample.clear();
        for (std::size_t m = 0; m < n; ++m) {
            const bool runs = row < track.ends[m];
            const Point& theta = theta_slab_[slab + m];
            track.positions[at * n + m] = runs ? Position(theta.cast<float>()) : Position(none, none);
            if (runs) sample.add(theta, loss_slab_[slab + m]);
        }
        track.rows[at] = sample.row(arena_.problem->minima);
    }
}

std::span<const EnsembleRow> Ensemble::rows(std::size_t racer) const {
    const Track& track = *tracks_[racer];
    return {track.rows.data(), static_cast<std::size_t>(done() ? track.length : 0)};
}

std::span<const Ensemble::Position> Ensemble::positions(std::size_t racer, int row) const {
    const Track& track = *tracks_[racer];
    if (row < 0 || row >= static_cast<int>(rows(racer).size())) return {};
    return {track.positions.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(members_), static_cast<std::size_t>(members_)};
}

}  // namespace thalweg
