import Foundation

extension CommandError {
  /// Why the system would not write a file.
  init(writing path: String, errno code: Int32) {
    switch code {
    case EACCES, EPERM, EROFS:
      self.init(
        .permissionDenied, "cannot write '\(path)': permission denied; choose a folder in which you may write")
    case ENOSPC, EDQUOT, EFBIG:
      self.init(
        .cannotWrite, "cannot write '\(path)': \(systemText(code)); free some space or choose another disk")
    default:
      self.init(.cannotWrite, "cannot write '\(path)': \(systemText(code)); check the path and the disk")
    }
  }

  /// The same for what Foundation throws, which wraps the system's error code.
  init(writing path: String, _ error: any Error) {
    if let code = error.systemCode {
      self.init(writing: path, errno: code)
    } else {
      self.init(.cannotWrite, "cannot write '\(path)': \(error.localizedDescription)")
    }
  }
}

extension Error {
  /// The system's error code behind an error of Foundation.
  var systemCode: Int32? {
    let error = self as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    return cause.domain == NSPOSIXErrorDomain ? Int32(cause.code) : nil
  }
}

/// The system's words for an error code, in lower case.
func systemText(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
