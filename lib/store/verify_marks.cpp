#include "store/verify_marks.h"

#include <algorithm>

namespace presenced::store::verification {

Marks::Marks(Database& database) {
  each_row(database, "SELECT seq, at_after, at_until FROM seq_mark ORDER BY seq", [&](const Rows& row) {
    marks_.push_back({row.integer(0), row.integer(1), row.integer(2)});
  });
  between_.resize(marks_.size() + 1);
}

std::size_t Marks::place_of(std::int64_t seq) const {
  const auto next = std::lower_bound(marks_.begin(), marks_.end(), seq,
                                     [](const Mark& mark, std::int64_t wanted) { return mark.seq < wanted; });
  return static_cast<std::size_t>(next - marks_.begin());
}

void Marks::add(std::int64_t seq, std::int64_t at) {
  Between& here = between_[place_of(seq)];
  here.earliest = std::min(here.earliest, at);
  here.latest = std::max(here.latest, at);
}

void Marks::check(std::int64_t last_seq, Findings& findings) const {
  std::int64_t latest = INT64_MIN;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    latest = std::max(latest, between_[i].latest);
    if (latest > marks_[i].at_until)
      findings.tell("the mark at transition {} gives {} as the latest time up to it, but a transition is dated {}",
                    marks_[i].seq, readable(marks_[i].at_until), readable(latest));
    if (marks_[i].seq < 1 || marks_[i].seq > last_seq)
      findings.tell("there is a mark at transition {}, and the last one given is {}", marks_[i].seq, last_seq);
  }
  std::int64_t earliest = INT64_MAX;
  for (std::size_t i = marks_.size(); i-- > 0;) {
    earliest = std::min(earliest, between_[i + 1].earliest);
    if (earliest < marks_[i].at_after)
      findings.tell("the mark at transition {} gives {} as the earliest time after it, but a transition is dated {}",
                    marks_[i].seq, readable(marks_[i].at_after), readable(earliest));
  }
}

}  // namespace presenced::store::verification
