#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ImageError {
  /// The error for a failed system call.
  init(_ operation: Operation, _ path: String, errno code: Int32) {
    self = operation == .read ? .reading(path, errno: code) : .writing(path, errno: code)
  }

  private static func reading(_ path: String, errno code: Int32) -> ImageError {
    switch code {
    case ENOENT, ENOTDIR:
      ImageError(.notFound, .read, path, problem: "no such file", hint: "check the path")
    case EACCES, EPERM:
      ImageError(
        .permissionDenied, .read, path, problem: "permission denied",
        hint: "make the file and its folder readable for you")
    default:
      ImageError(.cannotRead, .read, path, problem: systemText(code), hint: "check the path and the disk")
    }
  }

  private static func writing(_ path: String, errno code: Int32) -> ImageError {
    switch code {
    case ENOENT, ENOTDIR:
      ImageError(.notFound, .write, path, problem: "no such folder", hint: "create the folder first")
    case EACCES, EPERM, EROFS:
      ImageError(
        .permissionDenied, .write, path, problem: "permission denied",
        hint: "choose a folder in which you may write")
    case ENOSPC, EDQUOT, EFBIG:
      ImageError(
        .diskFull, .write, path, problem: systemText(code), hint: "free some space or choose another disk")
    default:
      ImageError(.cannotWrite, .write, path, problem: systemText(code), hint: "check the path and the disk")
    }
  }

  /// The system's words for an error code, in lower case.
  private static func systemText(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
