#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a whole file or nothing: into a temporary file beside the target, onto the disk, then renamed over it.
enum ReplacementFile {
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(ImageError) {
    let target = try resolved(path)
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw ImageError(.write, path, errno: errno) }
    do throws(ImageError) {
      try fill(descriptor, bytes, path)
      guard rename(template, target) == 0 else { throw ImageError(.write, path, errno: errno) }
    } catch {
      unlink(template)
      throw error
    }
  }

  /// Closes the descriptor, come what may.
  private static func fill(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ path: String) throws(ImageError) {
    do throws(ImageError) {
      try append(bytes, to: descriptor, path)
      // mkstemp makes files that only their owner reads; give them the rights of any new file.
      let mask = umask(0)
      umask(mask)
      guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0 else {
        throw ImageError(.write, path, errno: errno)
      }
    } catch {
      close(descriptor)
      throw error
    }
    // Some file systems report a full disk only here.
    guard close(descriptor) == 0 else { throw ImageError(.write, path, errno: errno) }
  }

  private static func append(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String)
    throws(ImageError)
  {
    var rest = bytes[...]
    while !rest.isEmpty {
      let chunk = UnsafeRawBufferPointer(rebasing: rest)
      #if canImport(Glibc)
        let written = Glibc.write(descriptor, chunk.baseAddress, chunk.count)
      #else
        let written = Darwin.write(descriptor, chunk.baseAddress, chunk.count)
      #endif
      if written < 0 && errno == EINTR { continue }
      guard written >= 0 else { throw ImageError(.write, path, errno: errno) }
      rest = rest.dropFirst(written)
    }
  }

  /// The file itself where the path is a link to one; refuses what is there and not a regular file.
  private static func resolved(_ path: String) throws(ImageError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw ImageError(.notAFile, .write, path, problem: "it is a folder", hint: "give the name of a file")
    default:
      throw ImageError(
        .notAFile, .write, path, problem: "it is not a regular file", hint: "give the name of a file")
    }
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
