// The project's sources as text, for the rules of this folder to look at.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::arch {

struct SourceFile {
  std::string path;  // from the project's root, with '/': "lib/net/url.h"
  std::string text;  // as it stands in the file
  std::string code;  // the same length and lines; comments and what stands in quotes are blanks
};

SourceFile source_file(std::string path, std::string text);

// Blanks comments, string and character literals (raw ones too), so that a rule that looks for `getenv` does not find
// the comment that forbids it. Line breaks stay.
std::string code_of(std::string_view text);

std::vector<std::string_view> lines_of(std::string_view text);

// Every .h and .cpp file under the folders, by path. A folder that is not there counts as empty.
std::vector<SourceFile> read_sources(const std::filesystem::path& root, const std::vector<std::string>& folders);

// The whole file; throws when it cannot be read.
std::string read_text(const std::filesystem::path& file);

}  // namespace presenced::arch
