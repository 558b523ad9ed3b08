// What a view may ask for. Views read the session and answer with edits; apply() is the only place where it changes.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace thalweg::app {

// Edits of the scenario: each is one entry of undo. Those that follow a hand (sliders, the start point) come many times in
// one gesture; from the first until EndGesture they are one entry.
struct SetProblem { ProblemChoice problem; };
struct SetParameter { std::size_t index; double value; };
struct SetTransform { std::size_t index; double value; };  // of transform_parameters(); the start goes with the surface
struct SetStart { Point start; };
struct SetSteps { int steps; };
struct SetSeed { std::uint64_t seed; };
struct SetBatch { int batch; };
struct SetLoss { Loss loss; };
struct MovePoint { std::size_t index; DataRow row; };  // of the data, which become points of the scenario
struct AddPoint { DataRow row; };
struct RemovePoint { std::size_t index; };
struct SetNetwork { NetworkChoice network; std::string gesture; };  // gesture: what is turned, so that one drag is one entry; empty for a choice
struct SetEnsemble { int members; };  // 0 and 1 are off
struct SetNoise { Noise noise; };
struct AddRacer { std::string optimizer; };
struct DuplicateRacer { std::size_t racer; };
struct RemoveRacer { std::size_t racer; };
struct MoveRacer { std::size_t racer, to; };
struct RenameRacer { std::size_t racer; std::string name; };
struct HideRacer { std::size_t racer; bool hidden; };
struct SetOptimizer { std::size_t racer; std::string optimizer; };
struct SetHyperparameter {
    std::size_t racer;
    std::string key;      // of the optimizer's facts, or clip_norm, clip_value
    double value;
    bool linked = false;  // of all racers that have this key
};
struct SetRacer { std::size_t racer; RacerChoice choice; };  // whatever else of a racer changes: schedules, wrapper
struct ResetRacer { std::size_t racer; };  // hyperparameters, clipping, schedules, wrapper
struct ReplaceScenario { Scenario scenario; };
struct EndGesture {};
struct Undo {};
struct Redo {};

// Edits of what is looked at: no undo.
struct Select { std::size_t racer; };
struct SetPlayhead { double step; };
struct StepPlayhead { int by; };
struct SetPlaying { bool playing; };
struct KeepBefore { bool kept; };  // the network race of now, to be seen beside those that follow; false lets go of it
struct SetSpeed { std::size_t index; };  // of playback_speeds
struct OpenFile { std::filesystem::path file; };
struct SaveFile { std::filesystem::path file; };
struct Say { std::string text; bool error = false; };
struct DismissMessage {};

using Edit = std::variant<SetProblem, SetParameter, SetTransform, SetStart, SetSteps, SetSeed, SetBatch, SetNetwork, SetLoss, MovePoint, AddPoint, RemovePoint, SetNoise, SetEnsemble, AddRacer, DuplicateRacer, RemoveRacer, MoveRacer,
                          RenameRacer, HideRacer, SetOptimizer, SetHyperparameter, SetRacer, ResetRacer, ReplaceScenario, EndGesture, Undo, Redo, Select, SetPlayhead, StepPlayhead, SetPlaying, KeepBefore, SetSpeed, OpenFile,
                          SaveFile, Say, DismissMessage>;
using Edits = std::vector<Edit>;

}  // namespace thalweg::app
