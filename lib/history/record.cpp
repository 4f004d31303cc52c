#include "history/record.h"

namespace presenced::history {
namespace {

// One overload a kind of record.
struct Subject {
  const base::UserId* operator()(const Transition& it) const { return &it.user; }
  const base::UserId* operator()(const CoverageOpened& it) const { return &it.user; }
  const base::UserId* operator()(const CoverageMoved& it) const { return &it.user; }
  const base::UserId* operator()(const CoverageClosed& it) const { return &it.user; }
  const base::UserId* operator()(const PersonSeen& it) const { return &it.user; }
  const base::UserId* operator()(const PersonWatched& it) const { return &it.user; }
  const base::UserId* operator()(const SessionOpened&) const { return nullptr; }
  const base::UserId* operator()(const SessionReady&) const { return nullptr; }
  const base::UserId* operator()(const SessionProven&) const { return nullptr; }
  const base::UserId* operator()(const SessionSampled&) const { return nullptr; }
  const base::UserId* operator()(const SessionEnded&) const { return nullptr; }
  const base::UserId* operator()(const NameResolved&) const { return nullptr; }
  const base::UserId* operator()(const NameDropped&) const { return nullptr; }
  const base::UserId* operator()(const GroupsSet&) const { return nullptr; }
};

// What the record keeps outside itself. One overload a kind of record that may keep much.
struct Outside {
  static std::size_t of(const std::string& text) {
    return text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0;
  }
  static std::size_t of(const base::State& state) {
    const auto* status = std::get_if<base::Status>(&state);
    return status ? of(status->text) + of(status->emoji) : 0;
  }
  static std::size_t of(const std::vector<base::UserId>& users) { return users.capacity() * sizeof(base::UserId); }

  std::size_t operator()(const Transition& it) const { return (it.before ? of(*it.before) : 0) + of(it.after); }
  std::size_t operator()(const PersonSeen& it) const { return of(it.name) + of(it.real_name) + of(it.tz); }
  std::size_t operator()(const PersonWatched& it) const { return of(it.label); }
  std::size_t operator()(const NameResolved& it) const { return of(it.name) + of(it.users); }
  std::size_t operator()(const NameDropped& it) const { return of(it.name); }
  std::size_t operator()(const GroupsSet& it) const {
    std::size_t bytes = it.groups.capacity() * sizeof(GroupsSet::Group);
    for (const GroupsSet::Group& group : it.groups) bytes += of(group.name) + of(group.users);
    return bytes;
  }
  template <class Small>
  std::size_t operator()(const Small&) const {
    return 0;
  }
};

// Its place in the queues between the engine and the disk, and what the allocator adds [measured: 455 bytes for a batch
// of one record].
constexpr std::size_t kPlaceOfBatch = 200;

}  // namespace

const base::UserId* subject_of(const Record& record) { return std::visit(Subject{}, record); }

std::size_t bytes_of(const Batch& batch) {
  std::size_t bytes = kPlaceOfBatch + batch.records.capacity() * sizeof(Record);
  for (const Record& record : batch.records) bytes += std::visit(Outside{}, record);
  return bytes;
}

}  // namespace presenced::history
