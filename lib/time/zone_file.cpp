#include "time/zone_file.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "time/posix_zone.h"

namespace presenced::time {
namespace {

// Takes bytes from the front. Once there are too few, everything is empty or 0 and `enough()` is false.
class TzifBytes {
 public:
  explicit TzifBytes(std::string_view content) : rest_(content) {}

  std::string_view take(std::size_t count) {
    enough_ = enough_ && count <= rest_.size();
    if (!enough_) return {};
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  // Big-endian; of 4 and 8 bytes, two's complement.
  std::int64_t integer(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char byte : take(bytes)) value = value << 8 | static_cast<unsigned char>(byte);
    if (bytes == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
  }
  std::string_view rest() const { return rest_; }
  bool enough() const { return enough_; }

 private:
  std::string_view rest_;
  bool enough_ = true;
};

struct TzifHeader {
  char version = '\0';  // '\0': the first one, with times of 4 bytes
  std::size_t utc_marks = 0, standard_marks = 0, leap_seconds = 0, times = 0, types = 0, characters = 0;

  std::size_t bytes_of_data(std::size_t time_bytes) const {
    return times * (time_bytes + 1) + types * 6 + characters + leap_seconds * (time_bytes + 4) + standard_marks +
           utc_marks;
  }
};

std::optional<TzifHeader> read_header(TzifBytes& bytes) {
  if (bytes.take(4) != "TZif") return std::nullopt;
  TzifHeader header;
  header.version = static_cast<char>(bytes.integer(1));
  bytes.take(15);
  for (std::size_t* count : {&header.utc_marks, &header.standard_marks, &header.leap_seconds, &header.times,
                             &header.types, &header.characters}) {
    const std::int64_t value = bytes.integer(4);
    if (value < 0) return std::nullopt;
    *count = static_cast<std::size_t>(value);
  }
  if (!bytes.enough() || header.types == 0) return std::nullopt;
  return header;
}

struct TzifClock {
  base::Millis utc_offset{0};
  std::string abbreviation;
};

class FileZone final : public Zone {
 public:
  explicit FileZone(std::string name) : name_(std::move(name)) {}
  const std::string& name() const override { return name_; }

  Offset at(base::WallTime time) const override {
    const auto next = std::upper_bound(times_.begin(), times_.end(), time);
    const base::WallTime from = next == times_.begin() ? kAllTime.from : *std::prev(next);
    if (next == times_.end() && rule_) {
      Offset offset = rule_->at(time);
      offset.span.from = std::max(offset.span.from, from);
      return offset;
    }
    // Before the first change the first clock holds.
    const std::size_t clock =
        next == times_.begin() ? 0 : clock_at_[static_cast<std::size_t>(next - times_.begin()) - 1];
    return {{from, next == times_.end() ? kAllTime.to : *next}, clocks_[clock].utc_offset, clocks_[clock].abbreviation};
  }

  bool read(std::string_view content) {
    TzifBytes bytes(content);
    auto header = read_header(bytes);
    std::size_t time_bytes = 4;
    if (header && header->version != '\0') {  // the same again follows, with wider times
      bytes.take(header->bytes_of_data(4));
      header = read_header(bytes);
      time_bytes = 8;
    }
    return header && read_data(bytes, *header, time_bytes) && (time_bytes == 4 || read_rule(bytes.rest()));
  }

 private:
  bool read_data(TzifBytes& bytes, const TzifHeader& header, std::size_t time_bytes) {
    if (header.bytes_of_data(time_bytes) > bytes.rest().size()) return false;
    // Bounded as seconds: as milliseconds what a broken file says may overflow.
    constexpr auto kFirst = std::chrono::ceil<std::chrono::seconds>(kAllTime.from.time_since_epoch());
    constexpr auto kLast = std::chrono::floor<std::chrono::seconds>(kAllTime.to.time_since_epoch());
    for (std::size_t i = 0; i < header.times; ++i) {
      const std::chrono::seconds since_1970{bytes.integer(time_bytes)};
      times_.emplace_back(base::Millis{std::clamp(since_1970, kFirst, kLast)});
    }
    for (std::size_t i = 0; i < header.times; ++i) clock_at_.push_back(static_cast<std::size_t>(bytes.integer(1)));
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < header.types; ++i) {
      clocks_.push_back({std::chrono::seconds{bytes.integer(4)}, ""});
      bytes.take(1);  // whether it is summer time
      named.push_back(static_cast<std::size_t>(bytes.integer(1)));
    }
    const std::string_view characters = bytes.take(header.characters);
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i] >= characters.size()) return false;
      const std::string_view abbreviation = characters.substr(named[i]);
      clocks_[i].abbreviation = abbreviation.substr(0, abbreviation.find('\0'));
    }
    bytes.take(header.leap_seconds * (time_bytes + 4) + header.standard_marks + header.utc_marks);
    return std::is_sorted(times_.begin(), times_.end()) &&
           std::all_of(clock_at_.begin(), clock_at_.end(), [&](std::size_t clock) { return clock < clocks_.size(); });
  }

  // "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; nothing between the two: there is no rule.
  bool read_rule(std::string_view footer) {
    if (!footer.starts_with('\n')) return false;
    footer.remove_prefix(1);
    const std::size_t end = footer.find('\n');
    if (end == std::string_view::npos) return false;
    footer = footer.substr(0, end);
    if (footer.empty()) return true;
    rule_ = PosixRule::parse(footer);
    return rule_.has_value();
  }

  std::string name_;
  std::vector<base::WallTime> times_;  // of the changes, ascending
  std::vector<std::size_t> clock_at_;  // which clock holds from each of them on
  std::vector<TzifClock> clocks_;
  std::optional<PosixRule> rule_;  // after the last change
};

}  // namespace

std::shared_ptr<const Zone> zone_from_file(std::string name, std::string_view content) {
  const auto zone = std::make_shared<FileZone>(std::move(name));
  return zone->read(content) ? zone : nullptr;
}

}  // namespace presenced::time
