import Foundation
import Testing

@testable import SuperposeCheckpoints

@Test(arguments: [
  ("bare-pickle", "os.system"),
  ("builtins-eval", "builtins.eval"),
  ("dotted", "torch.os.system."),
  ("inst", "os.system"),
  ("os-system", "os.system"),
  ("posix-system", "posix.system"),
  ("stack-global", "os.system"),
  ("torch-load", "torch.load"),
  ("whole-model", "__main__.Net"),
  ("zip-os-system", "os.system"),
])
func otherGlobalsAreRefusedByName(file: String, global: String) throws {
  let path = try Fixture.path("hostile/\(file).pth")
  let error = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: URL(filePath: path)) }
  #expect(error?.kind == .refusedGlobal)
  #expect(
    error?.description
      == "\(path): The pickle names the Python object '\(global)', which no tensor needs; nothing was executed. "
      + "Do not trust this file unless you know why that is in it; a checkpoint to load here is saved with "
      + "torch.save(model.state_dict(), path).")
}

@Test(arguments: [
  ("build-on-list", "Before byte 5 of the pickle: attributes are set on a list."),
  ("build-on-tensor", "Before byte 130 of the pickle: attributes are set on a tensor."),
  ("copies", "Before byte 40101 of the pickle: the same list is copied again and again."),
  ("cycle", "The file holds a list, not a dictionary of tensors."),
  ("deep-lists", "The file holds a list, not a dictionary of tensors."),
  ("deep-marks", "Before byte 50003 of the pickle: an operation takes more values than there are."),
  ("deep-tuples", "The file holds a tuple, not a dictionary of tensors."),
  ("empty-stack", "Before byte 3 of the pickle: an operation takes more values than there are."),
  ("endless-expansion", "The tensors up to 'w' would take more than 1049708 values."),
  ("entry-not-a-tensor", "The entry 'epoch' is an integer, not a tensor."),
  ("giant-storage", "Storage '1' is said to hold 4611686018427387904 elements."),
  ("giant-string-64", "At byte 11 the pickle should go on for 18446744073709551615 bytes, but has 10 left."),
  ("giant-string", "At byte 7 the pickle should go on for 2147483647 bytes, but has 10 left."),
  ("memo-out-of-range-long", "Before byte 3 of the pickle: nothing was remembered under number 4294967295."),
  ("memo-out-of-range", "Before byte 3 of the pickle: nothing was remembered under number 7."),
  ("missing-storage", "The storage '2' of tensor 'w' is not in the file."),
  ("negative-long", "At byte 7 the pickle should go on for -1 bytes, but has 10 left."),
  ("negative-storage", "Storage '1' is said to hold -1 elements."),
  (
    "negative-stride",
    "A tensor of shape [2], strides [-1] and offset 0 does not lie in its storage '1' of 4 elements."
  ),
  ("negative-string", "At byte 7 the pickle should go on for 4294967295 bytes, but has 10 left."),
  ("newobj", "The pickle has opcode 0x81 at byte 28, which no tensor needs."),
  ("no-end", "At byte 0 the pickle should go on for 1 byte, but has 0 left."),
  ("no-mark", "Before byte 5 of the pickle: an operation takes more values than there are."),
  ("not-a-dictionary", "The file holds a list, not a dictionary of tensors."),
  ("odd-dictionary", "Before byte 7 of the pickle: a dictionary's key has no value."),
  ("odd-persistent-id", "Before byte 7 of the pickle: a storage is named by a string."),
  (
    "outside-storage",
    "A tensor of shape [2, 2], strides [2, 1] and offset 1 does not lie in its storage '1' of 4 elements."
  ),
  (
    "overflowing-shape",
    "A tensor of shape [4611686018427387904, 4611686018427387904, 4611686018427387904], strides [0, 0, 0] and "
      + "offset 0 does not lie in its storage '1' of 4 elements."
  ),
  ("persistent-module", "Before byte 21 of the pickle: a storage is not named by class, key, location and size."),
  ("pop-below-mark", "Before byte 6 of the pickle: an operation takes more values than there are."),
  ("reduce-of-string", "Before byte 8 of the pickle: a string is called with a tuple."),
  ("stack-global-of-numbers", "Before byte 7 of the pickle: a global's name is not a string."),
  ("storage-called", "Before byte 26 of the pickle: a torch storage class (F32) is called."),
  (
    "storage-of-two-types",
    "Before byte 209 of the pickle: storage '1' is named twice, with different types or sizes."
  ),
  ("unknown-opcode", "The pickle has opcode 0xff at byte 2, which no tensor needs."),
  ("view-outside-storage", "A view of 2 elements from 3 on does not lie in storage '1', which has 4."),
])
func hostilePicklesAreRefused(file: String, problem: String) throws {
  let path = try Fixture.path("hostile/\(file).pth")
  let error = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: URL(filePath: path)) }
  #expect(error?.kind == .malformed)
  #expect(error?.problem == problem)
}

@Test func compressedArchivesAreRefused() throws {
  let path = try Fixture.path("deflated.pth")
  let error = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: URL(filePath: path)) }
  #expect(
    error?.description
      == "\(path): The zip archive's entry 'module/byteorder' is compressed or encrypted, which torch.save never does. "
      + "Pack it again without compression, or save the checkpoint again with torch.save.")
}
