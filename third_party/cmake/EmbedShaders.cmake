# embed_shaders(<target> <folder>): compiles every shader of the folder into the target, so that the program runs from any directory.
#
#   #include "embedded_shaders.hpp"
#   std::string_view text = thalweg::app::shader_source("contour.frag");   // empty for an unknown name
#
# The text is written by CMake itself at build time, again whenever a shader changes; a new file in the folder is noticed by itself.
# This file is both the module and, run with -P, the generator.

if(CMAKE_SCRIPT_MODE_FILE)
    set(table "")
    foreach(path IN LISTS SHADERS)
        get_filename_component(name "${path}" NAME)
        file(READ "${path}" text)
        string(APPEND table "    {\"${name}\", R\"glsl(${text})glsl\"},\n")
    endforeach()
    file(WRITE "${OUTPUT}" "// Generated from ${FOLDER}; edit the shaders there.
#include \"embedded_shaders.hpp\"

namespace thalweg::app {
namespace {

struct Entry {
    std::string_view name, text;
};

constexpr Entry entries[] = {
${table}};

}  // namespace

std::string_view shader_source(std::string_view name) {
    for (const Entry& entry : entries)
        if (entry.name == name) return entry.text;
    return {};
}

}  // namespace thalweg::app
")
    return()
endif()

set(_embed_shaders_script "${CMAKE_CURRENT_LIST_FILE}")

function(embed_shaders target folder)
    get_filename_component(folder "${folder}" ABSOLUTE)
    file(GLOB shaders CONFIGURE_DEPENDS "${folder}/*.vert" "${folder}/*.frag" "${folder}/*.glsl")
    set(generated "${CMAKE_CURRENT_BINARY_DIR}/embedded_shaders")
    file(CONFIGURE OUTPUT "${generated}/embedded_shaders.hpp" CONTENT "// Generated; see EmbedShaders.cmake.
#pragma once

#include <string_view>

namespace thalweg::app {

/// The text of a file of the shaders folder; empty for an unknown name.
std::string_view shader_source(std::string_view name);

}  // namespace thalweg::app
" @ONLY)
    add_custom_command(
        OUTPUT "${generated}/embedded_shaders.cpp"
        COMMAND "${CMAKE_COMMAND}" "-DSHADERS=${shaders}" "-DFOLDER=${folder}" "-DOUTPUT=${generated}/embedded_shaders.cpp" -P "${_embed_shaders_script}"
        DEPENDS ${shaders} "${_embed_shaders_script}"
        COMMENT "Embedding shaders"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}/embedded_shaders.cpp")
    target_include_directories(${target} PRIVATE "${generated}")
endfunction()
