// What is wrong with a configuration, and where. Problems are values, collected until everything has been read, so that
// one run of `presenced check` shows all of them. A problem never holds a secret.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace presenced::config {

// Where something stands in a YAML file. Lines and columns count from 1; line 0: about the file as a whole.
struct Place {
  int line = 0;
  int column = 0;
  std::string key;  // the path of keys, such as "workspaces[0].token_file"; empty: the root
  bool operator==(const Place&) const = default;
};

struct Problem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string key;
  std::string message;  // "what is wrong; expected ..."
  bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

// "file:line:column: key: message", without what is not known.
std::string render(const Problem& problem);

// One line per problem, each ended by a newline.
std::string render(const Problems& problems);

// Collects the problems of one file.
class Report {
 public:
  explicit Report(std::string file) : file_(std::move(file)) {}

  void add(const Place& place, std::string message);
  const std::string& file() const { return file_; }

  // In the order of the file, each once (an aliased part of a file is read once per use). Leaves the report empty.
  Problems take();

 private:
  std::string file_;
  Problems problems_;
};

}  // namespace presenced::config
