#include "command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string_view>
#include <utility>
#include <variant>

#include "commands/option_table.h"
#include "commands/usage.h"
#include "word_order.h"

namespace presenced::presencectl {
namespace {

using commands::Command;
using commands::OptionRow;
using commands::Request;

template <class Value>
Value value_or_throw(const std::string& option, const base::Result<Value, std::string>& value) {
  if (!value) throw CLI::ValidationError(option, value.error());
  return value.value();
}

// Adds an option to the parser; one overload for each kind of target. The parser outlives it, so what it adds refers to
// the request alone.
class Adding {
 public:
  Adding(CLI::App& app, const OptionRow& row, std::string about, Request& request)
      : app_(app), row_(row), about_(std::move(about)), request_(request) {}

  CLI::Option* operator()(commands::FlagMember into) { return app_.add_flag(row_.names, request_.*into, about_); }
  CLI::Option* operator()(commands::TextMember into) { return app_.add_option(row_.names, request_.*into, about_); }
  // One value for each time that an option is given, so that it does not take the operands after it.
  CLI::Option* operator()(commands::TextsMember into) {
    CLI::Option* const option = app_.add_option(row_.names, request_.*into, about_);
    return row_.names[0] == '-' ? option->allow_extra_args(false) : option;
  }
  CLI::Option* operator()(commands::OptionalTextMember into) {
    return app_.add_option(row_.names, request_.*into, about_);
  }
  CLI::Option* operator()(commands::CountMember into) {
    return read([&request = request_, option = name(), into](const std::string& text) {
      request.*into = value_or_throw(option, commands::count_in(text));
    });
  }
  CLI::Option* operator()(commands::FormatMember into) { return choice(commands::format_words(), request_.*into); }
  CLI::Option* operator()(commands::PeriodMember into) { return choice(commands::period_words(), request_.*into); }
  CLI::Option* operator()(commands::ColourMember into) { return choice(commands::colour_words(), request_.*into); }

 private:
  // The long one.
  std::string name() const {
    const std::string names = row_.names;
    return names.substr(names.rfind(',') + 1);
  }
  template <class Read>
  CLI::Option* read(Read reading) {
    return app_.add_option_function<std::string>(row_.names, std::move(reading), about_);
  }
  template <class Value>
  CLI::Option* choice(const commands::Words<Value>& words, Value& into) {
    return read([option = name(), &words, &into](const std::string& word) {
      into = value_or_throw(option, commands::value_of(word, words));
    });
  }

  CLI::App& app_;
  const OptionRow& row_;
  std::string about_;
  Request& request_;
};

void add_option(CLI::App& app, const OptionRow& row, const commands::CommandOptions& options, Request& request) {
  CLI::Option* option = std::visit(Adding(app, row, commands::about(row, options), request), row.into);
  option->type_name(row.type);
  option->required(row.required || (options.who_required && std::string_view(row.names) == "WHO"));
}

std::string indented(const std::string& lines, const std::string& before) {
  std::string text;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) text += "\n" + before + line;
  return text;
}

std::string footer_of(const Command& command) {
  std::string global;
  for (const OptionRow& row : commands::option_table()) {
    const std::string names = row.names;
    if (row.group == nullptr) global += (global.empty() ? "" : ", ") + names.substr(0, names.find(','));
  }
  std::string text = "Global options: " + global + "; see presencectl --help.\n";
  if (command.words != nullptr) text += "\nWords:\n" + rendering::glossary(command.words(), 2);
  if (*command.statuses != '\0') text += "\nExit status:" + indented(command.statuses, "  ") + "\n";
  text += "\nExamples:" + indented(command.examples, "  presencectl ");
  return text;
}

// What CLI11 parses, with the values that it parses into.
class Parser {
 public:
  Parser() {
    app_.set_version_flag("-V,--version", "presencectl " PRESENCED_VERSION, "show the version and exit");
    app_.set_help_flag("-h,--help", "show help and exit");
    app_.require_subcommand(1);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app_.footer(
        "Exit status: 0 answered, 1 failed, 2 wrong usage, 3 unknown with --strict, 4 no such person or group.\n"
        "Options may stand before and after the command.");
    for (const OptionRow& row : commands::option_table())
      if (row.group == nullptr) add_option(app_, row, {}, line_.request);
    for (const Command& command : commands::command_table()) add(command);
    app_.add_subcommand("help", "show help, or help for COMMAND")
        ->fallthrough()
        ->group("Commands")
        ->add_option("COMMAND", help_for_, "the name of a command")
        ->type_name("");
    help_ = app_.help();  // once a command is parsed, help() is that command's
  }

  CommandLine read(const std::vector<std::string>& words) {
    if (words.empty()) return answer(help_);
    try {
      app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the back
    } catch (const CLI::ParseError& error) {
      return unparsed(error);
    }
    if (line_.command == nullptr) return help();
    commands::Request& request = line_.request;
    request.command = line_.command->name;
    if (request.spreadsheet && request.format != rendering::Format::table && request.format != rendering::Format::csv)
      return wrong(
          {"--spreadsheet writes CSV; it cannot be combined with -o json or -o jsonl", request.command, {}, {}, {}});
    if (request.spreadsheet) request.format = rendering::Format::spreadsheet;
    return std::move(line_);
  }

 private:
  void add(const Command& command) {
    CLI::App* sub = app_.add_subcommand(command.name, command.about)->fallthrough()->group("Commands");
    sub->footer(footer_of(command));
    for (const OptionRow& row : commands::option_table())
      if (row.group != nullptr && command.options.*row.group) add_option(*sub, row, command.options, line_.request);
    sub->callback([this, &command] { line_.command = &command; });
  }

  static CommandLine answer(std::string text) {
    CommandLine line;
    line.answer = std::move(text);
    return line;
  }

  CommandLine help() {
    if (help_for_.empty() || help_for_ == "help") return answer(help_);
    for (const Command& command : commands::command_table())
      if (help_for_ == command.name) return answer(app_.get_subcommand(command.name)->help(app_.get_name()));
    return wrong({"", "", {help_for_}, {}, {}});
  }

  // Help and version are answers, too; everything else that ends the parsing is wrong usage.
  CommandLine unparsed(const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      std::ostringstream text;
      app_.exit(error, text, text);
      return answer(text.str());
    }
    commands::WrongUsage usage{error.what(), "", app_.remaining(true), {}, {}};
    add_options(app_, usage.options);
    for (const CLI::App* sub : app_.get_subcommands()) {
      usage.command = sub->get_name();
      add_options(*sub, usage.options);
    }
    return wrong(std::move(usage));
  }

  static void add_options(const CLI::App& app, std::vector<std::string>& names) {
    for (const CLI::Option* option : app.get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }

  static CommandLine wrong(commands::WrongUsage usage) {
    for (const Command& command : commands::command_table()) usage.commands.emplace_back(command.name);
    CommandLine line;
    line.usage_problems = commands::usage_lines(usage);
    return line;
  }

  CLI::App app_{"Query the history of presenced.", "presencectl"};
  CommandLine line_;
  std::string help_;      // of the program
  std::string help_for_;  // the command that it is asked for
};

}  // namespace

CommandLine read_command_line(std::vector<std::string> words) { return Parser().read(command_first(std::move(words))); }

}  // namespace presenced::presencectl
