#include "support/json_schema.h"

#include <array>
#include <cstdio>

#include "support/temp_dir.h"

namespace presenced::test {

std::string against_schema(std::string_view schema, std::string_view json) {
  const TempDir folder;
  const auto instance = folder.write("answer.json", json);
  const std::string command =
      "python3 -m jsonschema -i " + instance.string() + " " PRESENCED_SCHEMAS "/" + std::string(schema) + ".json 2>&1";
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (!pipe) return "python3 cannot be started";
  std::string said;
  std::array<char, 4096> piece;
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
    said.append(piece.data(), got);
  const int status = ::pclose(pipe);
  if (status == 0) return "";
  return said.empty() ? "python3 -m jsonschema ended with " + std::to_string(status) : said;
}

}  // namespace presenced::test
