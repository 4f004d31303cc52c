// Runs a fuzzer over the files it is given, each once, without libFuzzer: `replay_NAME FILE_OR_FOLDER...`. A folder
// that does not exist is one in which nothing has been put yet; no file at all is a mistake, and fails.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/fuzzer.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return fs::exists(path) ? std::vector{path} : std::vector<fs::path>{};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::uint8_t> content_of(const fs::path& file) {
  std::ifstream stream;
  stream.exceptions(std::ios::badbit | std::ios::failbit);
  stream.open(file, std::ios::binary);
  const std::vector<char> text{std::istreambuf_iterator<char>(stream), {}};
  return {text.begin(), text.end()};  // exactly as long as the file, so that reading past its end is noticed
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const fs::path& file : files_of(argv[i])) {
      std::printf("%s\n", file.c_str());
      std::fflush(stdout);  // the last one named is the one that failed
      const std::vector<std::uint8_t> input = content_of(file);
      LLVMFuzzerTestOneInput(input.data(), input.size());
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
  return count == 0 ? 1 : 0;
}
