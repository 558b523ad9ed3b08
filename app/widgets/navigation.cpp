#include "app/widgets/navigation.hpp"

#include <imgui.h>
#include <imgui_internal.h>

namespace thalweg::app {

void new_frame_with_navigation() {
#if IMGUI_VERSION_NUM < 18700
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const bool anchored = g.NavId != 0 && g.NavIdIsAlive;  // the focused widget was there in the frame before
    ImGui::NewFrame();
    if (anchored && (g.NavMoveFlags & ImGuiNavMoveFlags_Tabbing) != 0 && g.NavTabbingDir == 0) g.NavTabbingDir = +1;
#else
    ImGui::NewFrame();
#endif
}

bool keyboard_navigation() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return g.IO.NavVisible && !g.NavDisableHighlight;
}

}  // namespace thalweg::app
