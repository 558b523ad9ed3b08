// Thousands of damaged scenario and data files, the same ones every time: each is either read as something valid or
// explained; nothing crashes, throws or goes unnoticed. (With the preset `asan` this looks at memory as well.)
#include <algorithm>

#include "core/scenario/build.hpp"
#include "core/scenario/defaults.hpp"
#include "core/scenario/toml.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

using test::Numbers;

std::string damaged(std::string text, const std::vector<std::string>& words, Numbers& numbers) {
    const auto place = [&] { return numbers.below(text.size() + 1); };
    const auto stretch = [&](std::size_t from) { return std::min(numbers.below(12) + 1, text.size() - from); };
    for (std::size_t changes = 1 + numbers.below(3); changes > 0; --changes) {
        const std::size_t at = place();
        switch (numbers.below(12)) {
        case 0:  // another byte
            if (at < text.size()) text[at] = static_cast<char>(numbers.bits()[0]);
            break;
        case 1:  // one bit
            if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << numbers.below(8)));
            break;
        case 2: text.erase(at, stretch(at)); break;
        case 3: text.insert(at, text.substr(at, stretch(at))); break;
        case 4: text.insert(at, words[numbers.below(words.size())]); break;
        case 5: {  // a word instead of what stood there
            const std::size_t length = stretch(at);
            text.replace(at, length, words[numbers.below(words.size())]);
            break;
        }
        case 6: text.resize(at); break;
        default:  // another digit, sign or point, which may well leave it valid
            if (const std::size_t digit = text.find_first_of("0123456789", at); digit != std::string::npos) text[digit] = "0123456789-."[numbers.below(12)];
        }
    }
    return text;
}

TEST(DamagedScenario, IsReadOrExplained) {
    Scenario on_data = default_scenario(), on_points = default_scenario(), full = default_scenario();
    on_data.problem = default_problem(find_dataset("noisy_line"), "noisy_line");
    on_data.problem.batch = 10;
    on_points.problem = default_problem(std::make_shared<const Dataset>(Dataset{.name = "points of the scenario", .values = {1, 2, 2, 3, 3, 4.5}}), "");
    full.problem = default_problem(*find_surface("quadratic_rotated"));
    for (const OptimizerSpec& spec : optimizer_catalogue()) full.racers.push_back(default_racer(spec, full.racers));
    const std::vector<std::string> whole{format_scenario(default_scenario()), format_scenario(on_data), format_scenario(on_points), format_scenario(full)};
    const std::vector<std::string> words{"nan",     "-inf", "1e400",    "-1",     "0",        "1e13",      "true",   "false",       "[",     "]",        "{}",        "\"",
                                         "\"\"\"",  "'",    "=",        "\n",     "\n\n[",    "[[racer]]", "[race]", "[problem]",   "lr = ", "beta1 = ", "optimizer", "\"adam\"",
                                         "\"sgd\"", "#",    "\\u0000",  "\\",     "\xff",     "\xEF\xBB\xBF", "9223372036854775808", "0x7f", "1979-05-27", "points = [[1,2],[3,4]]", "a.b = 1",  ","};
    Numbers numbers(101);
    int read = 0, explained = 0;
    for (int i = 0; i < 6000; ++i) {
        const std::string text = damaged(whole[static_cast<std::size_t>(i) % whole.size()], words, numbers);
        ScenarioOrError result;
        ASSERT_NO_THROW(result = parse_scenario(text, "some/folder/damaged.toml")) << text;
        if (const auto* message = std::get_if<std::string>(&result)) {
            ++explained;
            ASSERT_TRUE(message->starts_with("some/folder/damaged.toml:")) << *message << "\n" << text;
            ASSERT_GT(message->size(), 40U) << *message;
        } else {
            ++read;
            const auto& scenario = std::get<Scenario>(result);
            ASSERT_EQ(complaint(scenario), "") << text;
            const std::string written = format_scenario(scenario);
            const ScenarioOrError again = parse_scenario(written, "some/folder/again.toml");
            ASSERT_TRUE(std::holds_alternative<Scenario>(again)) << std::get<std::string>(again) << "\n" << text << "\n" << written;
            ASSERT_TRUE(std::get<Scenario>(again) == scenario) << text;
            Race race;  // what is valid can be run
            race.arrange({build_problem(scenario.problem), scenario.seed, std::min(scenario.steps, 20)}, build_setups(scenario));
            ASSERT_TRUE(race.advance());
            for (std::size_t r = 0; r < race.size(); ++r)
                for (const Point& theta : race.history(r).path()) ASSERT_FALSE(escaped(theta)) << text;
        }
    }
    EXPECT_GT(read, 300) << "too much damage to reach what lies behind the parser";
    EXPECT_GT(explained, 3000);
}

TEST(DamagedCsv, IsReadOrExplained) {
    const std::vector<std::string> whole{"x,y\n1,2\n3.5,-4e2\n-0.25,1e-3\n", "# comment\r\nx1;x2;y\r\n1;2;3\r\n4;5;6\r\n\r\n7;8;9\r\n", "1\t2\n2\t3\n3\t4\n4\t5", "\xEF\xBB\xBF\"a\",\"b\"\n\"1\",\"2\"\n3,4\n"};
    const std::vector<std::string> words{",", ";", "\t", "\n", "\r\n", "\r", "nan", "inf", "1e999", "1e-999", "-", "+", ".", "\"", "#", "x", " ", "0x1", "1,5", "\xEF\xBB\xBF", std::string(1, '\0'), "12345678901234567890"};
    Numbers numbers(102);
    int read = 0, explained = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = damaged(whole[static_cast<std::size_t>(i) % whole.size()], words, numbers);
        DatasetOrError result;
        ASSERT_NO_THROW(result = parse_csv(text, "damaged.csv")) << text;
        if (const auto* message = std::get_if<std::string>(&result)) {
            ++explained;
            ASSERT_TRUE(message->starts_with("damaged.csv:")) << *message;
        } else {
            ++read;
            const Dataset& data = *std::get<0>(result);
            ASSERT_TRUE(data.features == 1 || data.features == 2);
            ASSERT_EQ(data.values.size() % static_cast<std::size_t>(data.features + 1), 0U);
            ASSERT_GE(data.size(), 2U);
            ASSERT_TRUE(std::all_of(data.values.begin(), data.values.end(), [](double v) { return std::isfinite(v); })) << text;
        }
    }
    EXPECT_GT(read, 1000);
    EXPECT_GT(explained, 1000);
}

}  // namespace
}  // namespace thalweg
