#if os(Linux)
  import Foundation

  /// Reports what appears in a folder, notified by the system (inotify) and not by polling.
  final class FolderWatch {
    struct Nothing: Error { let description: String }

    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
      self.path = path
      descriptor = inotify_init1(Int32(IN_CLOEXEC))
      guard descriptor >= 0, inotify_add_watch(descriptor, path, UInt32(IN_CREATE | IN_MOVED_TO)) >= 0 else {
        throw Nothing(description: "\(path) cannot be watched: \(String(cString: strerror(errno)))")
      }
    }

    deinit { close(descriptor) }

    /// Waits until a name with this prefix appears. Names that appeared before the watch began do not count.
    func wait(for prefix: String) throws {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&event, 1, 120_000) == 1 else {
          throw Nothing(description: "nothing named \(prefix)* appeared in \(path)")
        }
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { throw Nothing(description: "\(path) cannot be watched any longer") }
        if names(in: buffer[..<count]).contains(where: { $0.hasPrefix(prefix) }) { return }
      }
    }

    /// Reads the names. Each event is a header, whose last field is the length of the name that follows, padded with
    /// zeros.
    private func names(in events: ArraySlice<UInt8>) -> [String] {
      let headerSize = MemoryLayout<inotify_event>.size
      var names: [String] = []
      var rest = events
      while rest.count >= headerSize {
        let length = rest.withUnsafeBytes { Int($0.loadUnaligned(as: inotify_event.self).len) }
        names.append(String(decoding: rest.dropFirst(headerSize).prefix(length).prefix { $0 != 0 }, as: UTF8.self))
        rest = rest.dropFirst(headerSize + length)
      }
      return names
    }
  }
#endif
