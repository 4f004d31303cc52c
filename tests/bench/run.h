// The frame of a program that prints figures: its options, and how it ends.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "bench/figures.h"

namespace presenced::bench {

using Options = std::map<std::string, std::string>;  // "--dir": the folder that is measured, made if it is not there

// Reads the command line over `options`, which has each with its default, among them --dir, --json and --judge;
// measures, with test::TempDir in that folder; writes the JSON that was asked for. Returns the exit status: 1 when a
// figure misses its limit, unless nothing is to be judged (--judge no); 2 when something fails, with a line on standard
// error.
int run(const char* program, int count, char** words, Options options,
        const std::function<void(const Options&, Figures&)>& measure);

}  // namespace presenced::bench
