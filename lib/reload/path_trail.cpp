#include "reload/path_trail.h"

#include <deque>
#include <system_error>

namespace presenced::reload {

namespace fs = std::filesystem;

namespace {

constexpr int kMostLinks = 40;  // the kernel's own bound (path_resolution(7))

void put_in_front(std::deque<std::string>& names, const fs::path& path) {
  std::deque<std::string> all;
  for (const fs::path& part : path.relative_path()) all.push_back(part.string());
  names.insert(names.begin(), all.begin(), all.end());
}

}  // namespace

PathTrail trail_to(const fs::path& file) {
  PathTrail trail;
  std::error_code error;
  const fs::path absolute = fs::absolute(file, error);
  if (error) return trail;
  std::deque<std::string> names;
  put_in_front(names, absolute);
  fs::path here = "/";
  for (int links = 0; !names.empty();) {
    const std::string name = names.front();
    names.pop_front();
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      here = here.parent_path();
      continue;
    }
    trail.steps.push_back({here, name});
    const auto kind = fs::symlink_status(here / name, error).type();
    if (kind == fs::file_type::symlink) {
      const fs::path target = fs::read_symlink(here / name, error);
      if (error || ++links > kMostLinks) return trail;
      if (target.is_absolute()) here = "/";
      put_in_front(names, target);
      continue;
    }
    if (kind == fs::file_type::not_found || kind == fs::file_type::none) return trail;
    if (kind != fs::file_type::directory && !names.empty()) return trail;
    here /= name;
  }
  trail.end = here;
  return trail;
}

}  // namespace presenced::reload
