#include "store/batch_writer.h"

#include <algorithm>
#include <variant>

namespace presenced::store {

// One overload a kind of record; a new kind that is forgotten here does not compile.
struct BatchWriter::Visitor {
  BatchWriter& to;
  std::int64_t workspace;
  base::WallTime alive_at;

  std::int64_t person(const base::UserId& user) { return to.directory_.person(workspace, user); }
  std::optional<std::int64_t> session(base::SessionNumber number, base::WallTime at) {
    return to.directory_.session(workspace, number, at);
  }
  CoverageKey key(const base::UserId& user, base::Facet facet) { return {workspace, person(user), facet}; }

  void operator()(const history::Transition& it) {
    to.transitions_.write(it, workspace, person(it.user), session(it.session, it.at));
  }
  void operator()(const history::CoverageOpened& it) {
    to.coverage_.open(key(it.user, it.facet), it.at, it.mode, session(it.session, it.at));
  }
  void operator()(const history::CoverageMoved& it) {
    to.coverage_.move(key(it.user, it.facet), session(it.session, alive_at));
  }
  void operator()(const history::CoverageClosed& it) { to.coverage_.close(key(it.user, it.facet), it.at, it.reason); }
  void operator()(const history::SessionOpened& it) {
    if (const auto id = session(it.number, it.connected_at)) to.sessions_.connected(*id, it.connected_at, it.feed);
  }
  void operator()(const history::SessionReady& it) {
    if (const auto id = session(it.number, it.ready_at)) to.sessions_.ready(*id, it.ready_at);
  }
  void operator()(const history::SessionProven& it) {
    if (const auto id = session(it.number, it.proven_at)) to.sessions_.proven(*id, it.proven_at);
  }
  void operator()(const history::SessionSampled& it) {
    if (const auto id = session(it.number, it.sampled_at)) to.sessions_.sampled(*id, it.sampled_at);
  }
  void operator()(const history::SessionEnded& it) {
    if (const auto id = session(it.number, it.ended_at)) to.sessions_.ended(*id, it.ended_at, it.reason);
  }
  void operator()(const history::PersonSeen& it) { to.people_.seen(workspace, person(it.user), it); }
  void operator()(const history::PersonWatched& it) { to.people_.watched(workspace, person(it.user), it); }
  // An address or a handle that stands for somebody who was forgotten is a name of theirs, and is not kept either.
  void operator()(history::NameResolved it) {
    const std::size_t named = it.users.size();
    it.users = to.forgotten_.without(it.users);
    const bool of_one = it.kind == history::NameKind::email || it.kind == history::NameKind::handle;
    if (of_one && it.users.size() < named) return to.names_.dropped(workspace, {it.kind, it.name});
    to.names_.resolved(workspace, it);
  }
  void operator()(const history::NameDropped& it) { to.names_.dropped(workspace, it); }
  void operator()(history::GroupsSet it) {
    for (history::GroupsSet::Group& group : it.groups) {
      group.users = to.forgotten_.without(group.users);
      for (const base::UserId& user : group.users) person(user);  // a copy is told of a purge by the person's number
    }
    to.groups_.groups(workspace, it, alive_at);
  }
};

BatchWriter::BatchWriter(Database& database)
    : directory_(database),
      transitions_(database),
      coverage_(database),
      sessions_(database),
      people_(database),
      names_(database),
      groups_(database),
      forgotten_(database),
      last_batch_(database.prepare("SELECT last_batch FROM workspace WHERE id = ?1")),
      save_batch_(database.prepare("UPDATE workspace SET last_batch = ?2 WHERE id = ?1")),
      alive_(database.prepare("UPDATE run SET alive_at = ?1 WHERE id = (SELECT max(id) FROM run) AND alive_at < ?1")) {}

void BatchWriter::begin() {
  forgotten_.begin();
  transitions_.begin();
  alive_at_ = base::WallTime::min();
}

void BatchWriter::write(const history::Batch& batch) {
  const std::int64_t workspace = directory_.workspace(batch.workspace);
  const auto number = static_cast<std::int64_t>(batch.number);
  Progress& last = progress(workspace);
  if (number <= last.batch) return;
  Visitor visitor{*this, workspace, batch.alive_at};
  for (const history::Record& record : batch.records) {
    const base::UserId* subject = history::subject_of(record);
    if (!subject || !forgotten_.has(*subject)) std::visit(visitor, record);
  }
  last = {number, false};
  alive_at_ = std::max(alive_at_, batch.alive_at);
}

BatchWriter::Progress& BatchWriter::progress(std::int64_t workspace) {
  const auto known = progress_.find(workspace);
  if (known != progress_.end()) return known->second;
  return progress_[workspace] = {last_batch_.first(workspace).value_or(0), true};
}

void BatchWriter::finish() {
  transitions_.finish();
  for (auto& [workspace, last] : progress_) {
    if (!last.saved) save_batch_.run(workspace, last.batch);
    last.saved = true;
  }
  if (alive_at_ != base::WallTime::min()) alive_.run(base::unix_ms(alive_at_));
}

void BatchWriter::forget() {
  progress_.clear();
  directory_.forget();
  transitions_.forget();
  forgotten_.forget();
}

}  // namespace presenced::store
