// The steps by which the system resolves a path: each is a name looked up in a directory, links included. A change of
// one step may change the file that the path leads to. Reads the file system as it is now.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace presenced::reload {

struct TrailStep {
  std::filesystem::path directory;  // free of links
  std::string name;                 // what is looked up in it
  bool operator==(const TrailStep&) const = default;
};

struct PathTrail {
  std::vector<TrailStep> steps;  // as far as they can be followed
  std::filesystem::path end;     // the file itself, free of links; empty: it is not there
  bool operator==(const PathTrail&) const = default;
};

// A relative path is one in the current directory. Where links go in circles, the trail ends.
PathTrail trail_to(const std::filesystem::path& file);

}  // namespace presenced::reload
