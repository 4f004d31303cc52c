// The workspaces that are being recorded: a driver each, made, steered and ended while the others go on.
//
// One that is removed ends in order: nobody on it is watched any more (`unwatched`), its sockets are closed, its
// records are committed. A workspace of the same name begins only after that, because it goes on numbering where the
// last one ended. Lives on the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "reload/configuration.h"
#include "runtime/driver.h"
#include "supervise/recording.h"

namespace presenced::supervise {

class Workspaces {
 public:
  // `ended` is called from the loop: after stop_all, all have ended. What is referred to must outlive this object.
  Workspaces(boost::asio::io_context& loop, base::LogSink& log, Recording& recording, std::function<void()> ended);

  void add(reload::WorkspaceStart start, const history::Resume& resume);  // before `begin`, and waits for it
  void add(reload::WorkspaceStart start);                                 // afterwards
  // Before `begin`: the history has people as watched in this workspace, which is not to be recorded. They are watched
  // no longer.
  void unwatch(const std::string& name, const history::Resume& resume);
  void begin();  // once: those that are there and those to come start
  void remove(const std::string& name);
  void stop_all();
  bool stopping() const { return stopping_; }

  // Those that are being recorded, or will be as soon as their predecessor has ended.
  std::size_t size() const;
  std::vector<engine::Snapshot> snapshots() const;                   // by name
  std::vector<std::vector<engine::GroupPresence>> groups() const;    // of each workspace, by its name
  std::vector<engine::ClockSnapshot> clocks() const;                 // by name
  void set_access(const std::string& name, runtime::Access access);  // from the next call and socket on
  void set_watchlist(const std::string& name, watch::SharedWatchlist watchlist);
  void set_tuning(const std::string& name, const engine::Tuning& tuning);

  void committed(const std::string& name, base::BatchNumber batch);
  void store_failed(const engine::StoreFailed& failure);
  void purged(const engine::PersonPurged& person);
  // False: the workspace is not recorded now, and the caller may give the order to set its rows aside.
  bool repair(const std::string& name);
  void allowed(const engine::PersonAllowed& person);
  std::vector<std::string> places_naming(const base::UserId& user) const;  // on all watchlists, each once
  void rewound(const std::string& name, const history::Resume& resume);
  void set_aside_failed(const std::string& name, const std::string& detail);

 private:
  struct Running {
    std::unique_ptr<runtime::Driver> driver;
    bool leaving = false;  // told to stop
  };
  struct Waiting {  // for the end of a predecessor, then for what the history knows
    reload::WorkspaceStart start;
    bool reading = false;
    std::vector<engine::PersonPurged> purged;  // since it was added: what is read may hold them still
  };

  Running* find(const std::string& name);  // not those that are leaving
  runtime::Driver& start(reload::WorkspaceStart start, const history::Resume& resume);
  void resumed(const std::string& name, const base::Result<history::Resume, store::Failure>& resume);
  void stopped(const std::string& name);
  void start_waiting(const std::string& name);

  boost::asio::io_context& loop_;
  base::LogSink& log_;
  Recording& recording_;
  std::function<void()> ended_;
  std::map<std::string, Running> running_;
  std::map<std::string, Waiting> waiting_;
  bool begun_ = false;
  bool stopping_ = false;
};

}  // namespace presenced::supervise
