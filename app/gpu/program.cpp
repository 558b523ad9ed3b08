#include "app/gpu/program.hpp"

#include "embedded_shaders.hpp"

#include <stdexcept>

namespace thalweg::app {
namespace {

std::string describe(std::string_view file, const std::vector<std::string>& defines) {
    std::string text(file);
    for (const std::string& d : defines) text += " " + d;
    return text;
}

std::string_view shader_source(std::string_view name) {
    for (const EmbeddedFile& file : embedded_shaders())
        if (file.name == name) return file.text;
    return {};
}

// The defines go behind the #version line, and #line keeps the compiler's line numbers those of the file.
std::string assemble(std::string_view file, const std::vector<std::string>& defines) {
    const std::string_view source = shader_source(file);
    if (source.empty()) throw std::runtime_error("shader " + std::string(file) + " is not embedded in this program");
    const std::size_t body = source.find('\n') + 1;
    std::string text(source.substr(0, body));
    for (const std::string& d : defines) text += "#define " + d + "\n";
    text += "#line 2\n";
    return text.append(source.substr(body));
}

template <class GetParameter, class GetLog>
std::string info_log(GLuint id, GetParameter get_parameter, GetLog get_log) {
    GLint length = 0;
    get_parameter(id, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(length > 0 ? length : 0), '\0');
    if (length > 0) get_log(id, length, nullptr, log.data());
    while (!log.empty() && (log.back() == '\0' || log.back() == '\n')) log.pop_back();
    return log;
}

ShaderHandle compile(GLenum kind, std::string_view file, const std::vector<std::string>& defines) {
    const std::string text = assemble(file, defines);
    const char* data = text.c_str();
    ShaderHandle shader{glCreateShader(kind)};
    glShaderSource(shader.id(), 1, &data, nullptr);
    glCompileShader(shader.id());
    GLint ok = GL_FALSE;
    glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &ok);
    if (ok == GL_TRUE) return shader;
    throw std::runtime_error("shader " + describe(file, defines) + " does not compile:\n" +
                             info_log(
                                 shader.id(), [](GLuint id, GLenum what, GLint* out) { glGetShaderiv(id, what, out); },
                                 [](GLuint id, GLsizei n, GLsizei* used, char* out) { glGetShaderInfoLog(id, n, used, out); }));
}

}  // namespace

Program::Program(std::string_view vertex_file, std::string_view fragment_file, const std::vector<std::string>& defines) {
    const ShaderHandle vertex = compile(GL_VERTEX_SHADER, vertex_file, defines);
    const ShaderHandle fragment = compile(GL_FRAGMENT_SHADER, fragment_file, defines);
    handle_ = ProgramHandle{glCreateProgram()};
    glAttachShader(handle_.id(), vertex.id());
    glAttachShader(handle_.id(), fragment.id());
    glLinkProgram(handle_.id());
    glDetachShader(handle_.id(), vertex.id());
    glDetachShader(handle_.id(), fragment.id());
    GLint ok = GL_FALSE;
    glGetProgramiv(handle_.id(), GL_LINK_STATUS, &ok);
    if (ok == GL_TRUE) return;
    throw std::runtime_error("shaders " + describe(vertex_file, {}) + " and " + describe(fragment_file, defines) + " do not link:\n" +
                             info_log(
                                 handle_.id(), [](GLuint id, GLenum what, GLint* out) { glGetProgramiv(id, what, out); },
                                 [](GLuint id, GLsizei n, GLsizei* used, char* out) { glGetProgramInfoLog(id, n, used, out); }));
}

GLint Program::location(std::string_view name) {
    if (const auto known = locations_.find(name); known != locations_.end()) return known->second;
    std::string key(name);
    const GLint found = glGetUniformLocation(handle_.id(), key.c_str());
    return locations_.emplace(std::move(key), found).first->second;  // −1, for one that a variant does not use, is ignored by GL
}

}  // namespace thalweg::app
