#include "net/private/unix_socket_file.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace presenced::net {
namespace {

namespace local = boost::asio::local;

std::string words_of(int error) { return std::generic_category().message(error); }

// Whether somebody takes connections there: 0 yes, else the error of the attempt. It never waits: EAGAIN, a full queue,
// means that somebody is there.
int call_out(const std::filesystem::path& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const local::stream_protocol::endpoint endpoint(path.string());
  const int error = ::connect(fd, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0 ? 0 : errno;
  ::close(fd);
  return error == EAGAIN ? 0 : error;
}

// Makes room at the path where a dead daemon left its socket. Empty: there is room.
std::string clear(const std::filesystem::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return {};  // nothing there; whatever else is wrong, bind() will say
  if (!S_ISSOCK(found.st_mode))
    return path.string() + " exists and is not a socket; move it away, or name another path";
  const int error = call_out(path);
  if (error == 0) return "another presenced listens on " + path.string() + "; stop it, or name another socket";
  if (error == ENOENT) return {};
  if (error != ECONNREFUSED)
    return "cannot find out whether a program listens on " + path.string() + ": " + words_of(error);
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return "cannot remove the socket " + path.string() + " that an earlier daemon left: " + words_of(errno);
}

std::string why_not_bound(const std::filesystem::path& path, int error) {
  const std::string folder = path.parent_path().string();
  if (error == ENOENT)
    return "the directory " + folder +
           " of the socket does not exist; create it (under systemd, RuntimeDirectory= does)";
  if (error == EACCES)
    return "cannot create the socket " + path.string() + ": the directory " + folder +
           " must be writable for the daemon's user";
  return "cannot create the socket " + path.string() + ": " + words_of(error);
}

// Empty: it is the group's now, or no group is named.
std::string give_to_group(const std::filesystem::path& path, const std::string& name) {
  if (name.empty()) return {};
  std::array<char, 16'384> room{};  // for the names of its members, which nobody reads here
  group entry{};
  group* found = nullptr;
  const int error = ::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
  if (found == nullptr)
    return "cannot give the socket " + path.string() + " to the group " + name + ": " +
           (error == 0 ? "there is no such group" : words_of(error));
  if (::chown(path.c_str(), static_cast<uid_t>(-1), found->gr_gid) == 0) return {};
  return "cannot give the socket " + path.string() + " to the group " + name + ": " + words_of(errno) +
         "; the daemon's user must be a member of it (under systemd, SupplementaryGroups= and PrivateUsers=no)";
}

}  // namespace

std::string fault_in_socket_path(const std::filesystem::path& path) {
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;
  const std::size_t bytes = path.string().size();
  if (bytes <= kMost) return {};
  return "the path of the socket has " + std::to_string(bytes) + " bytes, and the system allows " +
         std::to_string(kMost) + "; name a shorter one: " + path.string();
}

base::Result<UnixSocketFile, std::string> UnixSocketFile::listen(Acceptor& acceptor, const std::filesystem::path& path,
                                                                 const base::SocketAccess& access) {
  if (auto fault = fault_in_socket_path(path); !fault.empty()) return fault;
  if (auto fault = clear(path); !fault.empty()) return fault;
  const local::stream_protocol::endpoint endpoint(path.string());
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (error) return "cannot create a Unix socket: " + error.message();
  const auto refuse = [&](std::string why) {
    acceptor.close(error);
    return why;
  };
  acceptor.bind(endpoint, error);
  if (error) return refuse(why_not_bound(path, error.value()));
  UnixSocketFile file;
  file.path_ = path;
  struct stat made {};
  // Before listen() nobody can connect, whatever the umask has made of the mode.
  if (auto fault = give_to_group(path, access.group); !fault.empty()) return refuse(std::move(fault));
  if (::chmod(path.c_str(), access.mode) != 0 || ::lstat(path.c_str(), &made) != 0)
    return refuse("cannot set the mode of the socket " + path.string() + ": " + words_of(errno));
  file.device_ = made.st_dev;
  file.inode_ = made.st_ino;
  acceptor.listen(Acceptor::max_listen_connections, error);
  if (!error) return file;
  file.remove();
  return refuse("cannot listen on " + path.string() + ": " + error.message());
}

void UnixSocketFile::remove() const {
  struct stat found {};
  if (::lstat(path_.c_str(), &found) != 0 || found.st_dev != device_ || found.st_ino != inode_) return;
  ::unlink(path_.c_str());  // what is left when it fails is a socket that nobody answers on: the next start replaces it
}

}  // namespace presenced::net
