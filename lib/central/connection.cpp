#include "central/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

namespace presenced::central {
namespace {

constexpr int kAskEveryMs = 100;  // whether to stop

// Of SQLSTATE, whole or its class: what may pass by itself (https://www.postgresql.org/docs/15/errcodes-appendix.html).
constexpr std::array<std::string_view, 6> kPassing{"08", "40", "53", "55P03", "57", "58"};

// libpq ends its messages with a line break, and gives some of them several lines.
std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

Trouble trouble_of(std::string_view state) {
  const bool passing = state.empty() || std::any_of(kPassing.begin(), kPassing.end(),
                                                    [&](std::string_view begin) { return state.starts_with(begin); });
  return passing ? Trouble::away : Trouble::refused;
}

}  // namespace

void Connection::Cleared::operator()(pg_result* result) const { PQclear(result); }

Connection::Connection(const Address& address, Stop stop) : shown_(address.shown), stop_(std::move(stop)) {
  try {
    connect(address);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

Connection::~Connection() { PQfinish(connection_); }

void Connection::connect(const Address& address) {
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : address.parameters) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  if (!address.password.empty()) {
    keys.push_back("password");
    values.push_back(address.password.reveal().c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  connection_ = PQconnectStartParams(keys.data(), values.data(), 0);
  if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD) fail_away();
  for (PostgresPollingStatusType polled = PGRES_POLLING_WRITING; polled != PGRES_POLLING_OK;) {
    wait(polled == PGRES_POLLING_READING ? POLLIN : POLLOUT);
    polled = PQconnectPoll(connection_);
    if (polled == PGRES_POLLING_FAILED) fail_away();
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(connection_, 1) != 0) fail_away();
}

void Connection::fail_away() {
  const std::string why = connection_ == nullptr ? "out of memory" : one_line(PQerrorMessage(connection_));
  throw CentreError{Trouble::away, fmt::format("{}: {}", shown_, why)};
}

void Connection::fail(const pg_result* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (primary == nullptr) fail_away();
  throw CentreError{trouble_of(state == nullptr ? "" : state), fmt::format("{}: {}", shown_, one_line(primary))};
}

void Connection::wait(short events) {
  for (;;) {
    if (stop_ && stop_()) throw Stopped{};
    const int socket = PQsocket(connection_);
    if (socket < 0) fail_away();
    pollfd waited{socket, events, 0};
    const int ready = poll(&waited, 1, kAskEveryMs);
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw CentreError{Trouble::away, shown_ + ": poll failed"};
  }
}

// What is still to be sent. The server may have something to say before it takes more.
void Connection::flush() {
  for (;;) {
    const int left = PQflush(connection_);
    if (left < 0) fail_away();
    if (left == 0) return;
    wait(POLLIN | POLLOUT);
    if (PQconsumeInput(connection_) == 0) fail_away();
  }
}

Connection::Result Connection::next_result() {
  flush();
  while (PQisBusy(connection_) != 0) {
    wait(POLLIN);
    if (PQconsumeInput(connection_) == 0) fail_away();
  }
  return Result(PQgetResult(connection_));
}

Connection::Result Connection::last_result() {
  Result last;
  while (Result result = next_result()) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) fail(result.get());
    last = std::move(result);
    if (status == PGRES_COPY_IN) break;
  }
  if (PQstatus(connection_) == CONNECTION_BAD) fail_away();
  return last;
}

Connection::Result Connection::send(const std::string& sql, const std::vector<Value>& values) {
  std::vector<const char*> texts;
  for (const Value& value : values) texts.push_back(value ? value->c_str() : nullptr);
  if (PQsendQueryParams(connection_, sql.c_str(), static_cast<int>(values.size()), nullptr, texts.data(), nullptr,
                        nullptr, 0) == 0)
    fail_away();
  return last_result();
}

void Connection::execute(const std::string& sql) {
  if (PQsendQuery(connection_, sql.c_str()) == 0) fail_away();
  last_result();
}

std::vector<std::vector<Value>> Connection::query(const std::string& sql, const std::vector<Value>& values) {
  const Result result = send(sql, values);
  std::vector<std::vector<Value>> rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    std::vector<Value>& cells = rows.emplace_back();
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      const bool null = PQgetisnull(result.get(), row, column) != 0;
      cells.push_back(null ? Value() : Value(PQgetvalue(result.get(), row, column)));
    }
  }
  return rows;
}

std::int64_t Connection::change(const std::string& sql, const std::vector<Value>& values) {
  const Result result = send(sql, values);
  const std::string count = PQcmdTuples(result.get());
  return count.empty() ? 0 : std::stoll(count);
}

void Connection::begin_copy(const std::string& sql) {
  if (PQsendQuery(connection_, sql.c_str()) == 0) fail_away();
  const Result result = last_result();
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) throw CentreError{Trouble::refused, shown_ + ": COPY was refused"};
}

void Connection::copy(std::string_view rows) {
  for (;;) {
    const int taken = PQputCopyData(connection_, rows.data(), static_cast<int>(rows.size()));
    if (taken < 0) fail_away();
    if (taken > 0) break;
    wait(POLLIN | POLLOUT);
    if (PQconsumeInput(connection_) == 0) fail_away();
  }
  flush();
}

void Connection::end_copy() {
  for (;;) {
    const int taken = PQputCopyEnd(connection_, nullptr);
    if (taken < 0) fail_away();
    if (taken > 0) break;
    wait(POLLOUT);
  }
  last_result();
}

}  // namespace presenced::central
