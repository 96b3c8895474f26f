import Dispatch
import SuperposeFiles

/// Hashes bytes on another thread while `body` reads them: hashing takes about as long as the reading itself.
func hashing<Result>(
  _ bytes: UnsafeRawBufferPointer, during body: () throws(Fault) -> Result
) throws(Fault) -> (Result, sha256: String) {
  // `bytes` is only read, and both ways out of this function wait for the group first.
  nonisolated(unsafe) let bytes = bytes
  let hash = HashSlot()
  let group = DispatchGroup()
  DispatchQueue.global(qos: .userInitiated).async(group: group) { hash.value = sha256(of: bytes) }
  defer { group.wait() }
  let result = try body()
  group.wait()
  return (result, hash.value)
}

/// The place for the hash. The hashing thread writes it before it leaves the group, and it is read only after the wait.
private final class HashSlot: @unchecked Sendable {
  var value = ""
}
