import Foundation

/// A file's path, size and date as text: another file under the same name has another one.
package func fileIdentity(_ path: String) -> String {
  var status = stat()
  guard stat(path, &status) == 0 else { return path }
  #if os(Linux)
    let time = status.st_mtim
  #else
    let time = status.st_mtimespec
  #endif
  let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
  return "\(absolute) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
}
