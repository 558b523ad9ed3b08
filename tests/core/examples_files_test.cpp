// Examples of the user's own: what is accepted, messages that name the place, and bytes that mean nothing.
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/networks/examples/files.hpp"
#include "core/networks/examples/gzip.hpp"
#include "core/networks/examples/json.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

const std::shared_ptr<const Examples>& good(const ExamplesOrError& result) {
    static const std::shared_ptr<const Examples> none = std::make_shared<const Examples>();
    if (const auto* wrong = std::get_if<std::string>(&result)) {
        ADD_FAILURE() << *wrong;
        return none;
    }
    return std::get<0>(result);
}
std::string message(const ExamplesOrError& result) {
    const auto* wrong = std::get_if<std::string>(&result);
    return wrong ? *wrong : "read as " + std::to_string(std::get<0>(result)->size()) + " examples";
}

// Whatever was read fits together; what was not has a message of readable length.
void expect_whole_or_explained(const ExamplesOrError& result) {
    if (const auto* wrong = std::get_if<std::string>(&result)) {
        EXPECT_FALSE(wrong->empty());
        EXPECT_LT(wrong->size(), 300U) << *wrong;
        return;
    }
    const Examples& e = *std::get<0>(result);
    EXPECT_GE(e.size(), 1);
    EXPECT_GE(e.features(), 1);
    EXPECT_EQ(e.targets.cols(), e.size());
    EXPECT_TRUE(e.inputs.allFinite() && e.targets.allFinite());
    EXPECT_EQ(e.labels.size(), e.classes > 0 ? static_cast<std::size_t>(e.size()) : 0U);
    for (const int label : e.labels) EXPECT_TRUE(label >= 0 && label < e.classes);
}

std::string word(std::uint32_t value) {
    std::string bytes;
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift & 255);
    return bytes;
}
std::string idx_images(std::uint32_t n, std::uint32_t rows, std::uint32_t columns, const std::string& pixels) { return word(0x803) + word(n) + word(rows) + word(columns) + pixels; }
std::string idx_labels(std::uint32_t n, const std::string& labels) { return word(0x801) + word(n) + labels; }

const std::string three_images = idx_images(3, 2, 2, std::string("\x00\x33\x66\xff" "\x01\x02\x03\x04" "\xff\xff\xff\xff", 12)), three_labels = idx_labels(3, std::string("\x02\x00\x01", 3));

std::string packed(const std::string& bytes) {
    z_stream z{};
    EXPECT_EQ(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

class Folder {
public:
    Folder() { std::filesystem::create_directories(path_); }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    std::filesystem::path with(const char* name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path_ / name;
    }

private:
    std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("thalweg-examples-" + std::to_string(getpid()));
};

TEST(TableExamples, TakeTheLastColumnAsTheAnswer) {
    const auto e = good(parse_table_examples("a;b;c;y\n1;2;3;4.5\n5;6;7;8\n", "t.csv", false));
    EXPECT_EQ(e->inputs, (Eigen::MatrixXd(3, 2) << 1, 5, 2, 6, 3, 7).finished());
    EXPECT_EQ(e->targets, (Eigen::MatrixXd(1, 2) << 4.5, 8).finished());
    EXPECT_EQ(e->classes, 0);
}

TEST(TableExamples, NumberTheClassesFromTheSmallest) {
    const auto two = good(parse_table_examples("1,1\n2,-1\n3,1\n", "t.csv", true));
    EXPECT_EQ(two->labels, (std::vector{1, 0, 1}));
    EXPECT_EQ(two->targets, (Eigen::MatrixXd(1, 3) << 1, 0, 1).finished());
    const auto three = good(parse_table_examples("1,30\n2,10\n3,20\n4,10\n", "t.csv", true));
    EXPECT_EQ(three->labels, (std::vector{2, 0, 1, 0}));
    EXPECT_EQ(three->classes, 3);
    EXPECT_EQ(three->targets.rows(), 0);
}

TEST(TableExamples, SayWhatIsWrong) {
    for (const auto& [text, classes, part] : std::vector<std::tuple<std::string, bool, std::string>>{
             {"", false, "t.csv: expected at least 2 rows"},
             {"1\n2\n", false, "t.csv:1, column 1: expected 2 … 100001 columns"},
             {"1,2\n3,x\n", false, "t.csv:2, column 2"},
             {"1,2\n3,1e200\n", false, "t.csv:2, column 2: expected a number within ±1e+100"},
             {"x,c\n1,0\n\n2,0.5\n", true, "t.csv:4, column 2: expected a class, a whole number, found 0.5"},
             {"1,4\n2,4\n", true, "at least 2 classes in the last column, found only 4"},
             {three_images, false, "labels = "},
         })
        EXPECT_TRUE(test::contains(message(parse_table_examples(text, "t.csv", classes)), part)) << text;
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "1," + std::to_string(i) + "\n";
    EXPECT_TRUE(test::contains(message(parse_table_examples(many, "t.csv", true)), "t.csv:1001, column 2: more than 1000 classes"));
    EXPECT_TRUE(test::contains(message(parse_table_examples(std::string(200'000, ','), "t.csv", false)), "found 200001"));
}

TEST(IdxExamples, ReadImagesAndLabels) {
    const auto e = good(parse_idx(three_images, "i", three_labels, "l"));
    EXPECT_EQ(e->features(), 4);
    EXPECT_EQ(e->classes, 3);
    EXPECT_EQ(e->labels, (std::vector{2, 0, 1}));
    EXPECT_EQ(Eigen::VectorXd(e->inputs.col(0)), Eigen::Vector4d(0, 0.2, 0.4, 1));
    EXPECT_EQ(good(parse_idx(idx_images(2, 1, 1, "ab"), "i", idx_labels(2, std::string("\1\0", 2)), "l"))->targets, (Eigen::MatrixXd(1, 2) << 1, 0).finished());
}

TEST(IdxExamples, SayWhichByteIsWrong) {
    struct Case {
        std::string images, labels, part;
    };
    std::string shorts = three_images, strange = three_images;
    shorts[2] = 0x0b;
    strange[3] = 2;
    for (const Case& c : std::vector<Case>{
             {"", three_labels, "images: has 0 bytes; expected an IDX file of images (00 00 08 03)"},
             {"PNG\r\n", three_labels, "images: byte 0: expected an IDX file of images (00 00 08 03), found 50 4e 47 0d"},
             {shorts, three_labels, "images: byte 2: expected 08, unsigned bytes, found 0b"},
             {strange, three_labels, "images: byte 3: expected images (00 00 08 03), found 2 dimensions"},
             {three_labels, three_images, "are images and labels exchanged?"},
             {three_images, three_images, "labels: byte 3: expected labels (00 00 08 01), found 3 dimensions; are images and labels exchanged?"},
             {three_images.substr(0, 10), three_labels, "images: ends at byte 10, within its header of 16 bytes"},
             {three_images.substr(0, 20), three_labels, "images: ends at byte 20; expected 28 bytes for its 3 images of 2 × 2"},
             {three_images + "x", three_labels, "images: ends at byte 29; expected 28 bytes"},
             {three_images, three_labels.substr(0, 9), "labels: ends at byte 9; expected 11 bytes for its 3 labels"},
             {three_images, idx_labels(2, "ab"), "labels: byte 4: expected 3 labels, as many as images has images, found 2"},
             {idx_images(0, 2, 2, ""), three_labels, "images: byte 4: expected 2 … 1000000 examples, found 0"},
             {idx_images(2, 0, 2, ""), three_labels, "images: byte 8: expected images of 1 … 100000 pixels, found 0 × 2"},
             {idx_images(0xffffffff, 0xffffffff, 0xffffffff, ""), three_labels, "images: byte 4"},
             {idx_images(1000000, 0xffffffff, 0xffffffff, ""), three_labels, "images: byte 8"},
             {idx_images(1000000, 1, 100000, ""), three_labels, "expected 100000000016 bytes"},
         })
        EXPECT_EQ(message(parse_idx(c.images, "images", c.labels, "labels")).find(c.part) != std::string::npos, true) << message(parse_idx(c.images, "images", c.labels, "labels"));
}

// Examples to test on, read as they go with those to learn from.
TEST(TestExamples, OfATableHaveItsColumnsAndTheNumbersOfItsClasses) {
    const auto trained = good(parse_table_examples("1,2,30\n3,4,10\n5,6,20\n", "t.csv", true));
    const auto tested = good(parse_table_examples("x,y,class\n7,8,20\n9,1,30\n", "test.csv", true, trained.get()));
    EXPECT_EQ(tested->labels, (std::vector{1, 2})) << "as the training file numbers them, though 10 does not occur";
    EXPECT_EQ(tested->classes, 3);
    EXPECT_EQ(tested->targets.rows(), 0);
    const auto two = good(parse_table_examples("1,5\n2,7\n", "t.csv", true));
    EXPECT_EQ(good(parse_table_examples("1,7\n2,7\n", "test.csv", true, two.get()))->targets, Eigen::MatrixXd::Ones(1, 2)) << "one class alone is enough to test on";
    const auto values = good(parse_table_examples("1,2,30\n3,4,10\n", "t.csv", false));
    EXPECT_EQ(good(parse_table_examples("1,2,31\n3,4,11\n", "test.csv", false, values.get()))->targets, (Eigen::MatrixXd(1, 2) << 31, 11).finished());

    for (const auto& [text, classes, part] : std::vector<std::tuple<std::string, bool, std::string>>{
             {"1,30\n2,10\n", true, "test.csv:1, column 1: expected 3 columns as in the file to learn from, found 2"},
             {"1,2,3,30\n1,2,3,10\n", false, "test.csv:1, column 1: expected 3 columns as in the file to learn from, found 4"},
             {"x,y,class\n1,2,30\n3,4,11\n", true, "test.csv:3, column 3: class 11 is not in the file to learn from, which has 10, 20, 30"},
             {"1,2,30\n3,4,1.5\n", true, "test.csv:2, column 3: expected a class, a whole number, found 1.5"},
         })
        EXPECT_TRUE(test::contains(message(parse_table_examples(text, "test.csv", classes, (classes ? trained : values).get())), part)) << text;
    std::string many;
    for (int i = 0; i < 20; ++i) many += "1," + std::to_string(i) + "\n";
    EXPECT_TRUE(test::contains(message(parse_table_examples("1,20\n2,1\n", "test.csv", true, good(parse_table_examples(many, "t.csv", true)).get())), "class 20 is not in the file to learn from, which has 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 …"));
}

TEST(TestExamples, OfIdxFilesHaveTheSizeAndTheClassesOfTheOthers) {
    const auto trained = good(parse_idx(three_images, "i", three_labels, "l"));
    const std::string two_images = idx_images(2, 1, 4, std::string(8, 'a'));
    const auto tested = good(parse_idx(two_images, "ti", idx_labels(2, std::string("\1\0", 2)), "tl", trained.get()));
    EXPECT_EQ(tested->classes, 3);
    EXPECT_EQ(tested->labels, (std::vector{1, 0}));
    EXPECT_EQ(tested->targets.rows(), 0) << "three classes, though only two occur";
    EXPECT_TRUE(test::contains(message(parse_idx(idx_images(2, 1, 3, "abcdef"), "ti", idx_labels(2, "ab"), "tl", trained.get())), "ti: byte 8: expected 4 pixels as in the file to learn from, found 1 × 3"));
    EXPECT_TRUE(test::contains(message(parse_idx(two_images, "ti", idx_labels(2, "\1\7"), "tl", trained.get())), "tl: byte 9: class 7 is not in the file to learn from, which has 0 … 2"));
}

TEST(PackedFiles, AreReadAsPlainOnesAre) {
    const Folder folder;
    const auto images = folder.with("i", three_images), labels = folder.with("l", three_labels), packed_images = folder.with("i.gz", packed(three_images)), packed_labels = folder.with("l.gz", packed(three_labels));
    const auto plain = good(load_idx(images, labels));
    EXPECT_EQ(plain->labels, (std::vector{2, 0, 1}));
    EXPECT_EQ(*good(load_idx(packed_images, packed_labels)), *plain);
    EXPECT_EQ(*good(load_idx(images, packed_labels)), *plain);
    EXPECT_EQ(*good(load_idx(folder.with("two.gz", packed(three_images.substr(0, 9)) + packed(three_images.substr(9))), labels)), *plain) << "joined packed files";
    EXPECT_EQ(*good(load_examples(folder.with("t.csv.gz", packed("1,2\n3,4\n")), false)), *good(load_examples(folder.with("t.csv", "1,2\n3,4\n"), false)));
}

TEST(PackedFiles, SayWhatIsWrong) {
    const Folder folder;
    const auto labels = folder.with("l", three_labels);
    const std::string whole = packed(three_images);
    std::string broken = whole;
    broken[whole.size() - 6] = static_cast<char>(broken[whole.size() - 6] ^ 1);  // the check sum
    EXPECT_TRUE(test::contains(message(load_idx(folder.with("short.gz", whole.substr(0, whole.size() / 2)), labels)), "short.gz: byte " + std::to_string(whole.size() / 2) + " of the packed data: the file ends too early"));
    EXPECT_TRUE(test::contains(message(load_idx(folder.with("broken.gz", broken), labels)), "broken.gz: byte"));
    EXPECT_TRUE(test::contains(message(load_idx(folder.with("more.gz", whole + "rest"), labels)), "expected the end of the file"));
    EXPECT_TRUE(test::contains(message(load_idx(folder / "none.gz", labels)), "none.gz: No such file or directory; expected a pair of IDX files"));
    EXPECT_TRUE(test::contains(message(load_idx(folder / ".", labels)), "is a folder"));
    EXPECT_TRUE(test::contains(unpacked_gzip(packed(std::string(100'000, 'a')), "bomb.gz", 5000).error, "bomb.gz unpacks to more than 4 KiB"));
    EXPECT_EQ(unpacked_gzip(packed(std::string(5000, 'a')), "fits.gz", 5000).content, std::string(5000, 'a'));
}

TEST(Files, AreNotReadBeyondTheLimit) {
    const Folder folder;
    const auto file = folder.with("five", "12345");
    EXPECT_EQ(read_file(file, 5, "digits").content, "12345");
    EXPECT_TRUE(test::contains(read_file(file, 4, "digits").error, "five is larger than 4 bytes"));
    EXPECT_TRUE(test::contains(read_file("/dev/zero", 1 << 20, "digits").error, "/dev/zero is larger than 1 MiB")) << "a device has no end";
}

TEST(JsonExamples, ReadValuesAndClasses) {
    using nlohmann::json;
    const auto values = good(examples_from_json(json::parse(R"({"x": [[1, 2], [3, 4], [5, 6]], "y": [[7], [8], [9.5]], "note": 1})"), Answers::values));
    EXPECT_EQ(values->inputs, (Eigen::MatrixXd(2, 3) << 1, 3, 5, 2, 4, 6).finished());
    EXPECT_EQ(values->targets, (Eigen::MatrixXd(1, 3) << 7, 8, 9.5).finished());
    EXPECT_EQ(*good(examples_from_json(json::parse(R"({"x": [[1, 2], [3, 4], [5, 6]], "y": [7, 8, 9.5]})"), Answers::values, 1)), *values);
    EXPECT_EQ(good(examples_from_json(json::parse(R"({"x": [[1]], "y": [[1, 2, 3]]})"), Answers::values))->targets.rows(), 3);

    const auto two = good(examples_from_json(json::parse(R"({"x": [[1], [2]], "y": [[0], [1]]})"), Answers::two_classes));
    EXPECT_EQ(two->classes, 2);
    EXPECT_EQ(two->labels, (std::vector{0, 1}));
    const auto many = good(examples_from_json(json::parse(R"({"x": [[1], [2], [3]], "y": [0, 2, 1]})"), Answers::classes, 10));
    EXPECT_EQ(many->classes, 10);
    EXPECT_EQ(many->labels, (std::vector{0, 2, 1}));
    EXPECT_EQ(many->targets.rows(), 0);
    EXPECT_EQ(good(examples_from_json(json::parse(R"({"x": [[1], [2], [3]], "y": [0, 2, 1]})"), Answers::classes))->classes, 3);
}

TEST(JsonExamples, NameTheKeyThatIsWrong) {
    for (const auto& [text, answers, part] : std::vector<std::tuple<std::string, Answers, std::string>>{
             {"[1]", Answers::values, "data must be a table with x and y; found a value of type array"},
             {"{}", Answers::values, "data.x is missing"},
             {R"({"x": [[1]]})", Answers::values, "data.y is missing"},
             {R"({"x": 3, "y": [1]})", Answers::values, "data.x must be a list of lists of numbers, one list per sample; found 3"},
             {R"({"x": [], "y": []})", Answers::values, "data.x must be"},
             {R"({"x": [1, 2], "y": [1, 2]})", Answers::values, "data.x[0] must be a list of numbers; found 1"},
             {R"({"x": [[]], "y": [1]})", Answers::values, "data.x[0] must hold 1 … 100000 numbers; found 0"},
             {R"({"x": [[1], [2, 3]], "y": [1, 2]})", Answers::values, "data.x[1] must be a list of 1 numbers, as data.x[0] is; found 2"},
             {R"({"x": [[1], 2], "y": [1, 2]})", Answers::values, "data.x[1] must be a list of 1 numbers"},
             {R"({"x": [[1, 2], [3, "a"]], "y": [1, 2]})", Answers::values, "data.x[1][1] must be a number within ±1e+100; found a value of type string"},
             {R"({"x": [[1], [null]], "y": [1, 2]})", Answers::values, "data.x[1][0] must be a number within ±1e+100; found nothing"},
             {R"({"x": [[1e101]], "y": [1]})", Answers::values, "data.x[0][0] must be a number within ±1e+100; found 1e+101"},
             {R"({"x": [[1], [2]], "y": [1]})", Answers::values, "data.y must have as many samples as data.x, 2; found 1"},
             {R"({"x": [[1]], "y": [true]})", Answers::values, "data.y[0] must be a number"},
             {R"({"x": [[1], [1]], "y": [0, 1.5]})", Answers::two_classes, "data.y[1] must be 0 or 1, or in between; found 1.5"},
             {R"({"x": [[1]], "y": [[0, 1]]})", Answers::two_classes, "data.y[0] must hold 1 numbers"},
             {R"({"x": [[1], [1]], "y": [0, 0.5]})", Answers::classes, "data.y[1] must be a class, a whole number 0 … 1; found 0.5"},
             {R"({"x": [[1], [1]], "y": [0, -1]})", Answers::classes, "found -1"},
             {R"({"x": [[1], [1]], "y": [0, 1e18]})", Answers::classes, "data.y[1] must be a class"},
         })
        EXPECT_TRUE(test::contains(message(examples_from_json(nlohmann::json::parse(text), answers)), part)) << text;
    EXPECT_TRUE(test::contains(message(examples_from_json(nlohmann::json::parse(R"({"x": [[1]], "y": [3]})"), Answers::classes, 3)), "data.y[0] must be a class, a whole number 0 … 2; found 3"));
    EXPECT_TRUE(test::contains(message(examples_from_json(nlohmann::json::parse(R"({"x": [[1]], "y": [[3, 4]]})"), Answers::values, 3)), "data.y[0] must hold 3 numbers, one per output of the network; found 2"));
}

// Every cut of a good text, and good texts with some bytes changed, removed, doubled or put in.
void torture(const std::string& text, int rounds, const std::function<void(const std::string&)>& read) {
    for (std::size_t length = 0; length <= text.size(); ++length) read(text.substr(0, length));
    test::Numbers numbers(99);
    for (int round = 0; round < rounds; ++round) {
        std::string changed = text;
        for (std::size_t change = 0; change <= numbers.below(4); ++change) {
            const std::size_t at = numbers.below(changed.size());
            const char byte = static_cast<char>(numbers.below(256));
            switch (numbers.below(4)) {
            case 0: changed[at] = byte; break;
            case 1: changed.insert(at, 1, byte); break;
            case 2: changed.erase(at, 1 + numbers.below(5)); break;
            default: changed.insert(at, changed.substr(at, 1 + numbers.below(20)));
            }
            if (changed.empty()) changed = byte;
        }
        read(changed);
    }
    for (int round = 0; round < rounds / 4; ++round) {
        std::string noise(numbers.below(200), '\0');
        for (char& byte : noise) byte = static_cast<char>(numbers.below(256));
        read(noise);
    }
}

// Whatever is read to be tested on goes with what is learnt from.
void expect_to_go_with(const Examples& trained, const ExamplesOrError& result) {
    expect_whole_or_explained(result);
    const auto* read = std::get_if<std::shared_ptr<const Examples>>(&result);
    if (!read) return;
    EXPECT_EQ((*read)->features(), trained.features());
    EXPECT_EQ((*read)->classes, trained.classes);
    EXPECT_EQ((*read)->targets.rows(), trained.targets.rows());
    EXPECT_EQ((*read)->class_values, trained.class_values);
}

TEST(Fuzz, Tables) {
    const std::string whole = "a,b,class\n1,2,0\n-3.5e2,4,1\n\n# c\n5,\"6\",2\n";
    const auto values = good(parse_table_examples(whole, "t.csv", false)), classes = good(parse_table_examples(whole, "t.csv", true));
    torture(whole, 20'000, [&](const std::string& text) {
        expect_whole_or_explained(parse_table_examples(text, "t.csv", false));
        expect_whole_or_explained(parse_table_examples(text, "t.csv", true));
        expect_to_go_with(*values, parse_table_examples(text, "t.csv", false, values.get()));
        expect_to_go_with(*classes, parse_table_examples(text, "t.csv", true, classes.get()));
    });
}

TEST(Fuzz, IdxFiles) {
    const auto trained = good(parse_idx(three_images, "images", three_labels, "labels"));
    const auto both = [&](const std::string& images, const std::string& labels) {
        expect_whole_or_explained(parse_idx(images, "images", labels, "labels"));
        expect_to_go_with(*trained, parse_idx(images, "images", labels, "labels", trained.get()));
    };
    torture(three_images, 20'000, [&](const std::string& bytes) { both(bytes, three_labels); });
    torture(three_labels, 20'000, [&](const std::string& bytes) { both(three_images, bytes); });
}

TEST(Fuzz, PackedData) {
    torture(packed(three_images + three_labels), 20'000, [](const std::string& bytes) {
        const FileContent read = unpacked_gzip(bytes, "a.gz", 1 << 16);
        EXPECT_LE(read.content.size(), std::size_t{1} << 16);
        EXPECT_LT(read.error.size(), 300U);
        if (read.error.empty()) { EXPECT_EQ(read.content, three_images + three_labels) << "the check sum lets nothing else through"; }
        else { EXPECT_TRUE(read.content.empty()); }
    });
}

TEST(Fuzz, JsonData) {
    torture(R"({"x": [[1, 2.5], [-3e1, 4], [5, 6]], "y": [0, 1, 2], "z": null})", 20'000, [](const std::string& text) {
        const auto parsed = nlohmann::json::parse(text, nullptr, false);
        if (parsed.is_discarded()) return;
        for (const Answers answers : {Answers::values, Answers::two_classes, Answers::classes})
            for (const int outputs : {0, 1, 3}) expect_whole_or_explained(examples_from_json(parsed, answers, outputs));
    });
}

}  // namespace
}  // namespace thalweg
