#include "bench/run.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>

namespace presenced::bench {
namespace {

void parse(const char* program, int count, char** words, Options& options) {
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(words[i]);
    if (option == options.end() || i + 1 == count)
      throw std::runtime_error(fmt::format("not understood: {}; the head of {}.cpp has the usage", words[i], program));
    option->second = words[i + 1];
  }
}

}  // namespace

int run(const char* program, int count, char** words, Options options,
        const std::function<void(const Options&, Figures&)>& measure) {
  try {
    parse(program, count, words, options);
    const std::filesystem::path folder = std::filesystem::absolute(options.at("--dir"));
    std::filesystem::create_directories(folder);
    ::setenv("TMPDIR", folder.c_str(), 1);  // where test::TempDir makes its folders
    Figures figures;
    measure(options, figures);
    if (!options.at("--json").empty()) figures.write_json(options.at("--json"));
    return figures.within_limits() || options.at("--judge") == "no" ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", program, error.what());
    return 2;
  }
}

}  // namespace presenced::bench
