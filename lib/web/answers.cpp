#include "web/answers.h"

#include <fmt/format.h>

#include "base/json_object.h"
#include "net/gzip.h"
#include "web/about_page.h"
#include "web/api_request.h"

namespace presenced::web {
namespace {

using commands::ExitStatus;

constexpr std::size_t kWorthCompressing = 1400;  // bytes: what fits into one packet gains nothing

class AnswerText final : public commands::Output {
 public:
  explicit AnswerText(std::function<bool()> gives_up) : gives_up_(std::move(gives_up)) {}

  void write(std::string_view text) override {
    if (gives_up_()) throw commands::Refused(ExitStatus::failed, "the answer takes too long");
    if (text_.size() + text.size() > kLargestAnswer) {
      too_large_ = true;
      throw commands::Refused(ExitStatus::failed,
                              "the answer is too large; ask about a shorter window or fewer people");
    }
    text_ += text;
  }
  void say(std::string_view line) override { said_.emplace_back(line); }

  std::string take() { return std::move(text_); }
  const std::vector<std::string>& said() const { return said_; }
  bool too_large() const { return too_large_; }

 private:
  std::function<bool()> gives_up_;
  std::string text_;
  std::vector<std::string> said_;
  bool too_large_ = false;
};

struct Delivery {
  const char* content_type;
  const char* suffix;  // of a file to save it in; empty: it is shown
};

Delivery delivery_of(const commands::Request& request) {
  if (request.to) return {"image/svg+xml", "svg"};
  if (request.format == rendering::Format::json) return {"application/json", ""};
  if (request.format == rendering::Format::jsonl) return {"application/jsonl; charset=utf-8", "jsonl"};
  return {"text/csv; charset=utf-8", "csv"};
}

// Takes it out of the parameters, because no command has it.
bool take_remarks(Parameters& parameters) {
  return std::erase_if(parameters, [](const auto& one) {
           return one.first == "remarks" && (one.second == "1" || one.second.empty());
         }) > 0;
}

// Of an object, with its end of line.
std::string with_remarks(std::string json, const std::vector<std::string>& remarks) {
  if (remarks.empty()) return json;
  const std::string member = base::JsonObject().texts("remarks", remarks).done();  // {"remarks":[...]}
  json.replace(json.rfind('}'), std::string::npos, "," + member.substr(1) + "\n");
  return json;
}

int status_of(ExitStatus status) {
  switch (status) {
    case ExitStatus::answered:
    case ExitStatus::unknown:
      return 200;
    case ExitStatus::usage:
      return 400;
    case ExitStatus::nobody:
      return 404;
    case ExitStatus::failed:
      break;
  }
  return 500;
}

}  // namespace

net::HttpAnswer refusal(int status, const std::vector<std::string>& lines) {
  base::JsonObject body;
  body.text("error", lines.empty() ? "no answer" : lines.front()).texts("lines", lines);
  return {.status = status, .body = body.done() + "\n"};
}

commands::CommandContext Answers::context(commands::Output& output, const Visitor& visitor) const {
  commands::CommandContext context{output, world_.clock, world_.tz_variable, {}};
  context.version = world_.version;
  context.limit = visitor.limit;
  context.gives_up = [stopping = world_.stopping, clock = world_.mono_clock,
                      end = world_.mono_clock() + kLongestAnswer] { return stopping() || clock() >= end; };
  return context;
}

net::HttpAnswer Answers::delivered(std::string text, std::string content_type, bool gzip) const {
  const bool compressed = gzip && text.size() >= kWorthCompressing;
  if (compressed) text = net::gzip(text);
  const std::size_t bytes = text.size();
  if (under_way_->fetch_add(bytes) + bytes > kMostUnderWay) {
    under_way_->fetch_sub(bytes);
    return refusal(503, {"too many large answers are under way; try again"});
  }
  const std::shared_ptr<const std::string> kept(new std::string(std::move(text)),
                                                [under_way = under_way_, bytes](const std::string* held) {
                                                  delete held;
                                                  under_way->fetch_sub(bytes);
                                                });
  net::HttpAnswer answer{.content_type = std::move(content_type)};
  answer.shared = {*kept, kept};
  answer.headers = {{"Vary", "Accept-Encoding"}};
  if (compressed) answer.headers.emplace_back("Content-Encoding", "gzip");
  return answer;
}

net::HttpAnswer Answers::command(const commands::Command& command, Parameters parameters, const Visitor& visitor,
                                 bool gzip) const {
  const bool wants_remarks = take_remarks(parameters);
  const auto request = api_request(command, parameters, like_);
  if (!request) return refusal(400, {request.error()});
  std::function<bool()> gives_up;
  AnswerText output([&] { return gives_up(); });
  commands::CommandContext asked = context(output, visitor);
  gives_up = asked.gives_up;
  asked.picture = [&](const std::string& svg) { output.write(svg); };
  const bool remarked = wants_remarks && request.value().format == rendering::Format::json && !request.value().to;
  std::vector<std::string> remarks;
  if (remarked) asked.remark = [&](const std::string& line) { remarks.push_back(line); };
  const ExitStatus status = commands::answer(command, request.value(), asked);
  if (status_of(status) != 200)
    return refusal(status == ExitStatus::failed && (gives_up() || output.too_large()) ? 503 : status_of(status),
                   output.said());
  const Delivery delivery = delivery_of(request.value());
  remarks.insert(remarks.end(), output.said().begin(), output.said().end());
  std::string text = remarked ? with_remarks(output.take(), remarks) : output.take();
  net::HttpAnswer answer = delivered(std::move(text), delivery.content_type, gzip);
  if (*delivery.suffix != '\0')
    answer.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"presenced-{}.{}\"", command.name, delivery.suffix));
  return answer;
}

net::HttpAnswer Answers::about(const Parameters& parameters, const Visitor& visitor, bool gzip) const {
  commands::Request request = like_;
  for (const auto& [name, value] : parameters) {
    if (name != "tz") return refusal(400, {"unknown parameter of /api/page; it takes tz"});
    request.tz = value;
  }
  AnswerText output([] { return false; });
  const commands::CommandContext asked = context(output, visitor);
  try {
    return delivered(about_page(request, asked, visitor), "application/json", gzip);
  } catch (const commands::Refused& refused) {
    return refusal(refused.status == ExitStatus::failed && asked.gives_up() ? 503 : status_of(refused.status),
                   refused.lines);
  }
}

bool Answers::with_history(const Visitor& visitor, const std::function<void(commands::History&)>& look) const {
  AnswerText output([] { return false; });
  const commands::CommandContext asked = context(output, visitor);
  try {
    commands::History history(like_, asked);
    look(history);
    return true;
  } catch (const commands::Refused&) {
    return false;
  }
}

}  // namespace presenced::web
