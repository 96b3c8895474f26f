import Foundation
import SuperposeFiles
import Testing

@Test(arguments: [
  (ENOENT, FileError.Kind.notFound, "no such folder; create the folder first"),
  (EACCES, .permissionDenied, "permission denied; choose a folder in which you may write"),
  (EROFS, .permissionDenied, "permission denied; choose a folder in which you may write"),
  (ENOSPC, .diskFull, "no space left on device; free some space or choose another disk"),
  (EFBIG, .diskFull, "file too large; free some space or choose another disk"),
  (EEXIST, .taken, "a file is in the way; choose a name that is not taken"),
  (EIO, .other, "input/output error; check the path and the disk"),
])
func systemCodesHaveKindsAndWords(_ code: Int32, _ kind: FileError.Kind, _ text: String) {
  let error = FileError(.write, "out", code: code)
  #expect(error.kind == kind)
  #expect(error.description == "cannot write 'out': \(text)")
}
