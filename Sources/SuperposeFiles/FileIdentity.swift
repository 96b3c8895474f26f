import Foundation
import SystemPackage

/// Returns a file's path, size and date as text, which changes when another file takes the name.
public func fileIdentity(_ path: String) -> String {
  guard let status = try? Stat(FilePath(path)) else { return path }
  let time = status.st_mtim
  let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
  return "\(absolute) \(status.size) \(time.tv_sec).\(time.tv_nsec)"
}
