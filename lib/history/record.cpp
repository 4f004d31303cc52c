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

}  // namespace

const base::UserId* subject_of(const Record& record) { return std::visit(Subject{}, record); }

}  // namespace presenced::history
