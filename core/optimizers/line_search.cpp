#include "core/optimizers/line_search.hpp"

namespace thalweg {

double cubic_minimum(const End& one, const End& other, double least, double most) {
    const double middle = (least + most) / 2;
    const double d1 = one.slope + other.slope - 3 * (one.loss - other.loss) / (one.a - other.a);
    const double square = d1 * d1 - one.slope * other.slope;
    if (!(square >= 0)) return middle;
    const double d2 = std::sqrt(square);
    const double at = one.a <= other.a ? other.a - (other.a - one.a) * ((other.slope + d2 - d1) / (other.slope - one.slope + 2 * d2))
                                       : one.a - (one.a - other.a) * ((one.slope + d2 - d1) / (one.slope - other.slope + 2 * d2));
    return std::isnan(at) ? middle : std::min(std::max(at, least), most);
}

}  // namespace thalweg
