// Data files: what is accepted, and messages that name line and column.
#include <filesystem>
#include <fstream>

#include "tests/core/support.hpp"

namespace thalweg {
namespace {

std::string values_of(const DatasetOrError& result) {
    if (const auto* wrong = std::get_if<std::string>(&result)) return *wrong;
    std::string all;
    for (const double value : std::get<0>(result)->values) all += (all.empty() ? "" : " ") + shortest(value);
    return all;
}
int features_of(std::string_view text) { return std::get<0>(parse_csv(text, "t.csv"))->features; }

TEST(Csv, ReadsTwoColumnsAsALineAndThreeAsAPlane) {
    EXPECT_EQ(features_of("1,2\n3,4\n"), 1);
    EXPECT_EQ(features_of("1,2,3\n3,4,5\n"), 2);
    EXPECT_EQ(values_of(parse_csv("1,2,3\n3,4,5\n", "t.csv")), "1 2 3 3 4 5");
}

TEST(Csv, ReadsTheWaysInWhichPeopleWriteTables) {
    for (const auto& [what, text] : std::vector<std::pair<const char*, std::string>>{
             {"plain", "1,2\n3.5,-4e2\n"},
             {"no newline at the end", "1,2\n3.5,-4e2"},
             {"byte order mark", "\xEF\xBB\xBF" "1,2\n3.5,-4e2\n"},
             {"byte order mark and heading", "\xEF\xBB\xBFx,y\n1,2\n3.5,-4e2\n"},
             {"Windows line ends", "x,y\r\n1,2\r\n3.5,-4e2\r\n"},
             {"semicolons", "x;y\n1;2\n3.5;-4e2\n"},
             {"tabs", "x\ty\n1\t2\n3.5\t-4e2\n"},
             {"blanks around", "  1 , 2  \n 3.5 ,\t-4e2 \n"},
             {"quotes", "\"x\",\"y\"\n\"1\",\"2\"\n\"3.5\",-4e2\n"},
             {"comments and empty lines", "# weights\n\n1,2\n   \n# more\n3.5,-4e2\n\n"},
             {"plus signs", "+1,+2\n+3.5,-4e+2\n"}})
        EXPECT_EQ(values_of(parse_csv(text, "t.csv")), "1 2 3.5 -400") << what;
}

TEST(Csv, ErrorsNameLineAndColumn) {
    struct Case {
        std::string text;
        std::vector<std::string> parts;
    };
    for (const Case& c : std::vector<Case>{
             {"1,2\n3,four\n", {"t.csv:2, column 2", "'four'", "finite number"}},
             {"x,y\n1,2\n\n# c\n3,4\nfive,6\n", {"t.csv:6, column 1", "'five'"}},
             {"1,2\n3\n", {"t.csv:2", "expected 2 columns", "found 1"}},
             {"1,2\n3,4,5\n", {"t.csv:2, column 3", "expected 2 columns", "found 3"}},
             {"1,2,3,4\n", {"t.csv:1", "2 columns", "3", "found 4"}},
             {"1\n2\n", {"t.csv:1", "found 1"}},
             {"1,2\n3,nan\n", {"t.csv:2, column 2", "'nan'"}},
             {"1,2\ninf,3\n", {"t.csv:2, column 1", "'inf'"}},
             {"1,2\n3,1e999\n", {"t.csv:2, column 2", "'1e999'"}},
             {"1,2\n3,\n", {"t.csv:2, column 2", "''"}},
             {"1,2\n3,+-4\n", {"t.csv:2, column 2", "'+-4'"}},
             {"x,y\na,b\n1,2\n", {"t.csv:2, column 1", "'a'"}},
             {"1.O,2.O\n1,2\n3,4\n", {"t.csv:1, column 1", "'1.O'"}},
             {"nan,inf\n1,2\n3,4\n", {"t.csv:1, column 1", "'nan'"}},
             {"x,2\n1,2\n", {"t.csv:1, column 1", "'x'"}},
             {"1,5;2,5\n3,5;4,5\n", {"t.csv:1, column 1", "'1,5'"}},
             {"1,2\n" + std::string(500, 'z') + ",3\n", {"t.csv:2, column 1", "'zzzz"}},
             {"", {"t.csv", "at least 2 rows", "found 0"}},
             {"x,y\n", {"t.csv", "at least 2 rows", "found 0"}},
             {"x,y\n1,2\n", {"t.csv", "at least 2 rows", "found 1"}},
             {std::string("1,2\n3,\0\n", 8), {"t.csv:2, column 2"}},
         }) {
        const DatasetOrError result = parse_csv(c.text, "t.csv");
        const auto* message = std::get_if<std::string>(&result);
        ASSERT_NE(message, nullptr) << c.text << " was read as " << values_of(result);
        EXPECT_LT(message->size(), 200U) << "a long cell does not fill the screen";
        for (const std::string& part : c.parts) EXPECT_TRUE(test::contains(*message, part));
    }
}

TEST(Csv, RefusesMoreRowsThanItsLimit) {
    std::string text;
    for (std::size_t i = 0; i < max_dataset_rows; ++i) text += "1,2\n";
    EXPECT_EQ(std::get<0>(parse_csv(text, "t.csv"))->size(), max_dataset_rows);
    EXPECT_TRUE(test::contains(values_of(parse_csv(text + "1,2\n", "t.csv")), "more than 1e+06 rows") || test::contains(values_of(parse_csv(text + "1,2\n", "t.csv")), "more than 1000000 rows"));
}

TEST(CsvFile, IsReadOrExplained) {
    const auto folder = std::filesystem::temp_directory_path() / ("thalweg-csv-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "good.csv") << "1,2\n3,4\n";
    std::ofstream(folder / "empty.csv");
    std::ofstream(folder / "bad.csv") << "1,2\n3,x\n";
    EXPECT_EQ(values_of(load_csv(folder / "good.csv")), "1 2 3 4");
    EXPECT_TRUE(test::contains(values_of(load_csv(folder / "bad.csv")), "bad.csv:2, column 2"));
    EXPECT_TRUE(test::contains(values_of(load_csv(folder / "missing.csv")), "missing.csv"));
    EXPECT_TRUE(test::contains(values_of(load_csv(folder)), "is a folder"));
    EXPECT_TRUE(test::contains(values_of(load_csv(folder / "empty.csv")), "empty.csv"));
    EXPECT_TRUE(test::contains(values_of(load_csv(folder / "empty.csv")), "at least 2 rows"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace thalweg
