// Everything a view draws with, in one include.
#pragma once

#include "app/widgets/buttons.hpp"
#include "app/widgets/card.hpp"
#include "app/widgets/choice_row.hpp"
#include "app/widgets/hit.hpp"
#include "app/widgets/icons.hpp"
#include "app/widgets/menu.hpp"
#include "app/widgets/number.hpp"
#include "app/widgets/slider.hpp"
#include "app/widgets/splitter.hpp"
#include "app/widgets/text.hpp"
#include "app/widgets/text_field.hpp"
#include "app/widgets/ui.hpp"
