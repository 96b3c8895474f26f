#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file's bytes, mapped into memory so that they are read once and not copied. Changes to them stay in memory.
struct MappedFile: ~Copyable {
  let mutableBytes: UnsafeMutableRawBufferPointer

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(mutableBytes) }

  init(_ path: String) throws(ImageError) {
    // Non-blocking, so that opening a pipe that nobody writes to does not wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ImageError(.read, path, errno: errno) }
    defer { close(descriptor) }
    let count = try MappedFile.regularFileSize(descriptor, path)
    guard count > 0 else {
      throw ImageError(.notAnImage, .read, path, problem: "the file is empty", hint: "give an image file")
    }
    guard let address = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
    else {
      throw ImageError(.read, path, errno: errno)
    }
    mutableBytes = UnsafeMutableRawBufferPointer(start: address, count: count)
  }

  deinit { munmap(mutableBytes.baseAddress, mutableBytes.count) }

  private static func regularFileSize(_ descriptor: Int32, _ path: String) throws(ImageError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ImageError(.read, path, errno: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Int(status.st_size)
    case S_IFDIR:
      throw ImageError(.notAFile, .read, path, problem: "it is a folder", hint: "give an image file")
    default:
      throw ImageError(.notAFile, .read, path, problem: "it is not a regular file", hint: "give an image file")
    }
  }
}
