import Dispatch
import SuperposeFiles

/// Hashes bytes on another thread while `body` reads them: hashing takes about as long as the reading itself.
func hashing<Result>(
  _ bytes: UnsafeRawBufferPointer, during body: () throws(Fault) -> Result
) throws(Fault) -> (Result, sha256: String) {
  // Read-only, and the group is waited for before this function returns on either path.
  nonisolated(unsafe) let bytes = bytes
  let hash = HashSlot()
  let group = DispatchGroup()
  DispatchQueue.global(qos: .userInitiated).async(group: group) { hash.value = sha256(of: bytes) }
  defer { group.wait() }
  let result = try body()
  group.wait()
  return (result, hash.value)
}

/// Written by the hashing thread before the group is left, read only after the wait for it.
private final class HashSlot: @unchecked Sendable {
  var value = ""
}
