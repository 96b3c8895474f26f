import Foundation
import Superpose

/// A file that is written beside its place and gets its name once it is known to be good.
struct StagedFile {
  let path: String
  private let staged: String
  private let descriptor: FileHandle

  init(for path: String) throws(OutputError) {
    self.path = path
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG {
      throw OutputError(.cannotWrite, path, problem: "it is not a regular file", hint: "give the name of a file")
    }
    staged = "\(path).partial-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    let number = open(staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw OutputError(path, errno: errno) }
    descriptor = FileHandle(fileDescriptor: number, closeOnDealloc: true)
  }

  func write(_ data: Data) throws(OutputError) {
    do {
      try descriptor.write(contentsOf: data)
      try descriptor.synchronize()
    } catch {
      throw OutputError(path, error)
    }
  }

  func read() throws(OutputError) -> Data {
    do { return try Data(contentsOf: URL(fileURLWithPath: staged)) } catch { throw OutputError(path, error) }
  }

  func commit() throws(OutputError) {
    guard rename(staged, path) == 0 else { throw OutputError(path, errno: errno) }
  }

  func discard() { unlink(staged) }
}

extension OutputError {
  /// - Parameter error: Foundation's, which wraps the system's error code.
  fileprivate init(_ path: String, _ error: any Error) {
    let error = error as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    if cause.domain == NSPOSIXErrorDomain {
      self.init(path, errno: Int32(cause.code))
    } else {
      self.init(.cannotWrite, path, problem: error.localizedDescription, hint: "check the path and the disk")
    }
  }
}
