// A linked pair of shaders, by file name, with the variant chosen by #defines: software GL runs both sides of a uniform branch.
#pragma once

#include "app/gpu/handle.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace thalweg::app {

class Program {
public:
    // Throws std::runtime_error naming file, variant and the compiler's message: a shader that does not compile is our bug or a GL below 3.3.
    Program(std::string_view vertex_file, std::string_view fragment_file, const std::vector<std::string>& defines = {});

    void use() const { glUseProgram(handle_.id()); }
    // All of these act on the program in use.
    void set(const char* name, int value) { glUniform1i(location(name), value); }
    void set(const char* name, float value) { glUniform1f(location(name), value); }
    void set(const char* name, float x, float y) { glUniform2f(location(name), x, y); }
    void set(const char* name, float x, float y, float z) { glUniform3f(location(name), x, y, z); }
    void set(const char* name, float x, float y, float z, float w) { glUniform4f(location(name), x, y, z, w); }
    void set(const char* name, int x, int y) { glUniform2i(location(name), x, y); }
    void set_matrix4(const char* name, const float* column_major) { glUniformMatrix4fv(location(name), 1, GL_FALSE, column_major); }

private:
    GLint location(std::string_view name);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
    };
    ProgramHandle handle_;
    std::unordered_map<std::string, GLint, Hash, std::equal_to<>> locations_;
};

}  // namespace thalweg::app
