# embed_files(<target> <what> <folder> <glob>...): compiles the files of a folder into the target, so that the program runs from any directory.
#
#   #include "embedded_shaders.hpp"
#   for (const EmbeddedFile& file : thalweg::app::embedded_shaders()) …    // in order of their names
#
# The text is written by CMake itself at build time, again whenever a file changes; a new file in the folder is noticed by itself.
# This file is both the module and, run with -P, the generator.

if(CMAKE_SCRIPT_MODE_FILE)
    set(table "")
    foreach(path IN LISTS FILES)
        get_filename_component(name "${path}" NAME)
        file(READ "${path}" text)
        string(APPEND table "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
    endforeach()
    file(WRITE "${OUTPUT}" "// Generated from ${FOLDER}; edit the files there.
#include \"embedded_${WHAT}.hpp\"

namespace thalweg::app {

std::span<const EmbeddedFile> embedded_${WHAT}() {
    static constexpr EmbeddedFile files[] = {
${table}};
    return files;
}

}  // namespace thalweg::app
")
    return()
endif()

set(_embed_files_script "${CMAKE_CURRENT_LIST_FILE}")

function(embed_files target what folder)
    get_filename_component(folder "${folder}" ABSOLUTE)
    list(TRANSFORM ARGN PREPEND "${folder}/")
    file(GLOB files CONFIGURE_DEPENDS ${ARGN})
    set(generated "${CMAKE_CURRENT_BINARY_DIR}/embedded_${what}")
    file(CONFIGURE OUTPUT "${generated}/embedded_${what}.hpp" CONTENT "// Generated; see EmbedFiles.cmake.
#pragma once

#include <span>

#include \"app/embedded_file.hpp\"

namespace thalweg::app {

std::span<const EmbeddedFile> embedded_${what}();

}  // namespace thalweg::app
" @ONLY)
    add_custom_command(
        OUTPUT "${generated}/embedded_${what}.cpp"
        COMMAND "${CMAKE_COMMAND}" "-DWHAT=${what}" "-DFILES=${files}" "-DFOLDER=${folder}" "-DOUTPUT=${generated}/embedded_${what}.cpp" -P "${_embed_files_script}"
        DEPENDS ${files} "${_embed_files_script}"
        COMMENT "Embedding ${what}"
        VERBATIM)
    target_sources(${target} PRIVATE "${generated}/embedded_${what}.cpp")
    target_include_directories(${target} PRIVATE "${generated}")
endfunction()
