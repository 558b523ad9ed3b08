// What a network learns from as a value: keys, complaints, the split and standardisation.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/networks/examples/choice.hpp"
#include "core/scenario/examples_keys.hpp"
#include "core/scenario/keys.hpp"
#include "tests/core/support.hpp"

namespace thalweg {
namespace {

ExamplesChoice choice_of(std::string_view kind) { return default_examples(*find_examples(kind)); }

ExamplesChoice own(Examples examples) {
    ExamplesChoice choice;
    choice.file = "own.csv";
    choice.content = std::make_shared<const Examples>(std::move(examples));
    return choice;
}

Examples counting(int n) {  // input i, answer 10·i
    Examples e;
    e.inputs = Eigen::RowVectorXd::LinSpaced(n, 0, n - 1);
    e.targets = 10 * e.inputs;
    return e;
}

TEST(Split, SharesTheExamplesOutOnceEach) {
    ExamplesChoice choice = own(counting(200));
    choice.test_share = 0.3;
    const SplitExamples made = make_examples(choice);
    EXPECT_EQ(made.train->size(), 140);
    EXPECT_EQ(made.test->size(), 60);
    std::vector<double> seen(made.train->inputs.data(), made.train->inputs.data() + 140);
    seen.insert(seen.end(), made.test->inputs.data(), made.test->inputs.data() + 60);
    std::sort(seen.begin(), seen.end());
    for (int i = 0; i < 200; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
    for (const auto& part : {made.train, made.test}) EXPECT_EQ(part->targets, 10 * part->inputs) << "answers stay with their inputs";
    const double middle = made.test->inputs.mean();
    EXPECT_TRUE(middle > 70 && middle < 130) << "from everywhere, not from one end: " << middle;
}

TEST(Split, FollowsTheSeed) {
    ExamplesChoice choice = own(counting(100));
    const SplitExamples first = make_examples(choice), again = make_examples(choice);
    EXPECT_EQ(*first.train, *again.train);
    EXPECT_EQ(*first.test, *again.test);
    choice.seed = 1;
    EXPECT_NE(first.test->inputs, make_examples(choice).test->inputs);
}

TEST(Split, KeepsLabelsWithTheirPoints) {
    for (const auto& part : {make_examples(choice_of("xor")).train, make_examples(choice_of("xor")).test})
        for (int i = 0; i < part->size(); ++i) EXPECT_EQ(part->inputs(0, i) * part->inputs(1, i) > 0, part->labels[static_cast<std::size_t>(i)] == 1);
}

TEST(Split, WithoutAShareHasNoTestAndCopiesNothing) {
    ExamplesChoice choice = own(counting(10));
    choice.test_share = 0;
    const SplitExamples made = make_examples(choice);
    EXPECT_EQ(made.test, nullptr);
    EXPECT_EQ(made.train, choice.content);
}

TEST(Split, LeavesBothPartsSomething) {
    ExamplesChoice choice = own(counting(2));
    for (const double share : {0.01, 0.9}) {
        choice.test_share = share;
        EXPECT_EQ(make_examples(choice).train->size(), 1);
        EXPECT_EQ(make_examples(choice).test->size(), 1);
    }
}

TEST(OwnExamples, AreTestedOnAFileAsItIsWhereThereIsOne) {
    ExamplesChoice choice = own(counting(100));
    choice.test_file = "test.csv";
    choice.test_content = std::make_shared<const Examples>(counting(7));
    ASSERT_EQ(complaint(choice), "");
    EXPECT_EQ(make_examples(choice).train, choice.content) << "nothing is taken away";
    EXPECT_EQ(make_examples(choice).test, choice.test_content);
    choice.count = 30;
    choice.noise = 0.5;
    EXPECT_EQ(make_examples(choice).train->inputs, counting(30).inputs);
    EXPECT_NE(make_examples(choice).train->targets, counting(30).targets);
    EXPECT_EQ(make_examples(choice).test, choice.test_content) << "whole and without noise";
    choice.noise = 0;
    choice.standardise = true;
    const SplitExamples made = make_examples(choice);
    const Standardisation of_training = standardisation_of(counting(30).inputs), of_answers = standardisation_of(counting(30).targets);
    EXPECT_EQ(made.test->inputs, of_training.apply(counting(7).inputs)) << "the test file had no say";
    EXPECT_EQ(made.test->targets, of_answers.apply(counting(7).targets));
    EXPECT_EQ(*choice.test_content, counting(7)) << "what is shared is not changed";
    ExamplesChoice other = choice;
    other.test_content = std::make_shared<const Examples>(counting(8));
    EXPECT_FALSE(other == choice);
}

TEST(OwnExamples, AreTakenFromTheFirstAndGetNoiseOnTheRightSide) {
    ExamplesChoice choice = own(counting(100));
    choice.count = 30;
    choice.test_share = 0;
    choice.noise = 0.5;
    const auto regression = make_examples(choice).train;
    EXPECT_EQ(regression->inputs, counting(30).inputs);
    EXPECT_NE(regression->targets, counting(30).targets);

    Examples classes = counting(100);
    classes.classes = 2;
    for (int i = 0; i < 100; ++i) classes.labels.push_back(i % 2), classes.targets(0, i) = i % 2;
    choice.content = std::make_shared<const Examples>(classes);
    const auto classified = make_examples(choice).train;
    EXPECT_EQ(classified->targets, classes.targets.leftCols(30));
    EXPECT_NE(classified->inputs, classes.inputs.leftCols(30));
}

TEST(Standardising, GivesTheTrainingPartMeanZeroAndDeviationOne) {
    for (const char* kind : {"moons", "curve", "line", "digits"}) {
        ExamplesChoice choice = choice_of(kind);
        choice.standardise = true;
        const SplitExamples made = make_examples(choice);
        EXPECT_LT(made.train->inputs.rowwise().mean().cwiseAbs().maxCoeff(), 1e-12) << kind;
        const Eigen::VectorXd deviation = made.train->inputs.array().square().rowwise().mean().sqrt();
        for (const double d : deviation) EXPECT_TRUE(std::abs(d - 1) < 1e-9 || d < 1e-9) << kind << ": " << d;
        if (made.train->classes == 0) { EXPECT_NEAR(std::sqrt(made.train->targets.array().square().mean()), 1, 1e-9); }
        else { EXPECT_FALSE(made.targets.active()) << "classes are no numbers"; }
    }
}

TEST(Standardising, LooksAtTheTrainingPartAloneAndCanBeUndone) {
    ExamplesChoice choice = choice_of("curve");
    const SplitExamples raw = make_examples(choice);
    choice.standardise = true;
    const SplitExamples made = make_examples(choice);
    EXPECT_EQ(made.inputs.mean, Eigen::VectorXd(raw.train->inputs.rowwise().mean()));
    for (const auto& [own, before] : {std::pair{made.train, raw.train}, std::pair{made.test, raw.test}}) {
        EXPECT_LT((made.inputs.undo(own->inputs) - before->inputs).cwiseAbs().maxCoeff(), 1e-14);
        EXPECT_LT((made.targets.undo(own->targets) - before->targets).cwiseAbs().maxCoeff(), 1e-14);
        EXPECT_EQ(made.inputs.apply(before->inputs), own->inputs);
    }
    EXPECT_GT(std::abs(made.test->inputs.mean()), 1e-6) << "the test part had no say";
}

TEST(Standardising, LeavesConstantFeaturesFiniteAndTimeAlike) {
    const Standardisation constant = standardisation_of(Eigen::MatrixXd::Constant(1, 7, 0.1));
    EXPECT_EQ(constant.scale[0], 1);
    Eigen::MatrixXd sequence(4, 3);  // two features at two times
    sequence << 1, 2, 3, 10, 10, 10, 4, 5, 6, 30, 30, 30;
    const Standardisation s = standardisation_of(sequence, 2);
    EXPECT_EQ(s.mean, Eigen::Vector4d(3.5, 20, 3.5, 20));
    EXPECT_NEAR(s.scale[1], 10, 1e-12);
    EXPECT_EQ(s.scale[0], s.scale[2]);
    EXPECT_EQ(Standardisation{}.apply(sequence), sequence);
}

TEST(Choice, IsComparedByWhatItHolds) {
    EXPECT_EQ(own(counting(5)), own(counting(5))) << "loaded twice, still the same";
    EXPECT_FALSE(own(counting(5)) == own(counting(6)));
    EXPECT_FALSE(own(counting(6)) == own(counting(5))) << "though it begins alike";
    ExamplesChoice a = choice_of("spiral"), b = a;
    EXPECT_EQ(a, b);
    b.parameters[0] = 3;
    EXPECT_FALSE(a == b);
}

TEST(Choice, IsComplainedAboutByName) {
    const auto changed = [](auto&& change) {
        ExamplesChoice choice = default_examples(*find_examples("spiral"));
        change(choice);
        return complaint(choice);
    };
    EXPECT_EQ(changed([](auto&) {}), "");
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.kind = "spirals"; }), "did you mean 'spiral'"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.kind.clear(); }), "kind or file is missing"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.parameters[0] = 99; }), "arms = 99 is outside 2 … 8"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.parameters.clear(); }), "2 parameters"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.count = 1; }), "count = 1 is outside"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.noise = -1; }), "noise = -1"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.test_share = 1; }), "test_share = 1"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.seed = ~std::uint64_t{0}; }), "seed"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.file = "a.csv"; }), "exclude each other"));
    EXPECT_TRUE(test::contains(changed([](auto& c) { c.kind.clear(), c.file = "a.csv"; }), "not loaded"));
    ExamplesChoice tested = own(counting(5));
    tested.test_file = "test.csv";
    EXPECT_TRUE(test::contains(complaint(tested), "test_file 'test.csv' is not loaded"));
    tested.test_labels = "l";
    EXPECT_TRUE(test::contains(complaint(tested), "test_labels belongs to a pair of IDX files"));
    tested.test_file.clear();
    EXPECT_TRUE(test::contains(complaint(tested), "test_labels belongs to test_file"));
    tested.test_file = "test", tested.test_labels.clear(), tested.labels = "l";
    EXPECT_TRUE(test::contains(complaint(tested), "test_file needs its labels, as in test_labels = "));
    ExamplesChoice digits = choice_of("digits");
    digits.count = 1'000'000;
    EXPECT_TRUE(test::contains(complaint(digits), "count = 1000000 is too much for the memory; digits may have up to 85598"));
    ExamplesChoice few = own(counting(5));
    few.count = 6;
    EXPECT_TRUE(test::contains(complaint(few), "count = 6 is outside 2 … 5"));
}

TEST(ExamplesKeys, SetEverything) {
    ExamplesChoice choice;
    const std::vector<std::pair<std::string, KeyValue>> keys{{"test_share", 0.5}, {"kind", std::string("spiral")}, {"arms", 3.0}, {"count", 90.0}, {"noise", 0.4}, {"standardise", true}, {"seed", 12.0}};
    for (const auto& [key, value] : keys) EXPECT_EQ(set_examples_key(choice, key, value), "") << key;
    ExamplesChoice expected = choice_of("spiral");
    expected.parameters[0] = 3;
    expected.count = 90;
    expected.noise = 0.4;
    expected.test_share = 0.5;
    expected.standardise = true;
    expected.seed = 12;
    EXPECT_EQ(choice, expected);
    EXPECT_EQ(set_examples_key(choice, "kind", std::string("delayed_recall")), "");
    EXPECT_EQ(set_examples_key(choice, "cue", std::string("real")), "");
    EXPECT_EQ(choice.seed, 12U) << "stays with another kind";
    EXPECT_EQ(complaint(choice), "");
}

TEST(ExamplesKeys, NameAFileAndHowItIsRead) {
    ExamplesChoice choice = choice_of("spiral");
    for (const auto& [key, value] : std::vector<std::pair<std::string, KeyValue>>{{"file", std::string("a.csv")}, {"classes", true}, {"count", 0.0}}) EXPECT_EQ(set_examples_key(choice, key, value), "") << key;
    EXPECT_TRUE(choice.kind.empty() && choice.parameters.empty() && choice.classes);
    EXPECT_EQ(choice.file, "a.csv");
    const auto folder = std::filesystem::temp_directory_path() / ("thalweg-choice-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "a.csv") << "x,y,class\n1,2,7\n3,4,9\n5,6,7\n";
    EXPECT_EQ(load_content(choice, folder), "");
    EXPECT_EQ(complaint(choice), "");
    EXPECT_EQ(choice.content->labels, (std::vector{0, 1, 0}));
    EXPECT_EQ(set_examples_key(choice, "classes", false), "");
    EXPECT_TRUE(test::contains(complaint(choice), "not loaded")) << "it has to be read again";
    EXPECT_EQ(set_examples_key(choice, "classes", true), "");
    EXPECT_EQ(set_examples_key(choice, "test_file", std::string("test.csv")), "");
    EXPECT_TRUE(test::contains(load_content(choice, folder), "test.csv"));
    std::ofstream(folder / "test.csv") << "1,2,9\n3,4,9\n";
    EXPECT_EQ(load_content(choice, folder), "");
    EXPECT_EQ(choice.test_content->labels, (std::vector{1, 1})) << "numbered as those of a.csv";
    const auto content = choice.content;
    EXPECT_EQ(set_examples_key(choice, "test_share", 0.1), "");
    EXPECT_TRUE(choice.test_file.empty() && !choice.test_content && choice.content == content) << "a share takes the place of the file";
    EXPECT_EQ(set_examples_key(choice, "test_file", std::string("test.csv")), "");
    EXPECT_EQ(choice.test_share, examples_test_share().default_value) << "and the file that of the share";
    std::filesystem::remove(folder / "a.csv");
    EXPECT_EQ(load_content(choice, folder), "") << "what is there is not read again";
    EXPECT_EQ(set_examples_key(choice, "file", std::string("b.csv")), "");
    EXPECT_TRUE(choice.test_file.empty()) << "another file, another test";
    EXPECT_TRUE(test::contains(load_content(choice, folder), "b.csv"));
    std::filesystem::remove_all(folder);
}

TEST(ExamplesKeys, SayWhatIsWrong) {
    ExamplesChoice choice;
    EXPECT_TRUE(test::contains(set_examples_key(choice, "count", 5.0), "kind or file must come first"));
    EXPECT_TRUE(test::contains(set_examples_key(choice, "kind", std::string("moon")), "did you mean 'moons'"));
    EXPECT_TRUE(test::contains(set_examples_key(choice, "kind", 3.0), "one of circle"));
    EXPECT_TRUE(test::contains(set_examples_key(choice, "file", 3.0), "name of a file"));
    choice = choice_of("spiral");
    const ExamplesChoice before = choice;
    for (const auto& [key, value, part] : std::vector<std::tuple<std::string, KeyValue, std::string>>{
             {"arm", 3.0, "did you mean 'arms'"},
             {"arms", 2.5, "whole number"},
             {"arms", std::string("three"), "must be a number"},
             {"count", 1.0, "count = 1"},
             {"count", 0.0, "count = 0"},
             {"count", 1e18, "count"},
             {"noise", true, "must be a number"},
             {"standardise", 1.0, "true or false"},
             {"seed", -1.0, "seed = -1"},
             {"seed", 0.5, "whole number"},
             {"seed", 1e300, "seed"},
             {"labels", std::string("l"), "unknown key"},
             {"test_file", std::string("t"), "unknown key"},
             {"classes", true, "unknown key"},
         })
        EXPECT_TRUE(test::contains(set_examples_key(choice, key, value), part)) << key;
    EXPECT_EQ(choice, before) << "nothing was changed";
}

}  // namespace
}  // namespace thalweg
