import Foundation
package import GRDB
package import Superpose

/// An image that is kept: its bytes lie in a file that is called after their SHA-256.
package struct StoredImage: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
  package static let databaseTableName = "image"

  /// The SHA-256 of the file, in hexadecimal.
  package let id: String
  /// What the file was called when it was first sent.
  package let name: String
  package let byteCount: Int
  package let width: Int
  package let height: Int
  package let format: String
  package let created: Double
  /// When it was last sent or registered.
  package var used: Double
  /// What the pictures take that were made of it.
  package var derivedBytes = 0

  package var size: ImageSize { ImageSize(width: width, height: height) }
}

/// A registration that was asked for, from its request to its end.
package struct RegistrationJob: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
  package static let databaseTableName = "registration"

  package enum State: String, Codable, Sendable, CaseIterable { case queued, running, done, failed }

  /// The order of the requests.
  package var sequence: Int64?
  package let id: String
  package let moving: String
  package let fixed: String
  /// What the images were called in the request.
  package let movingName: String
  package let fixedName: String
  /// A ``RegistrationConfiguration`` as JSON.
  package let configuration: String
  package var state: State
  package let created: Double
  package var started: Double?
  package var finished: Double?
  package var verdict: Verdict?
  package var inlierCount: Int?
  package var matchCount: Int?
  /// What its files take.
  package var byteCount = 0
  /// A ``Problem`` as JSON.
  package var problem: String?

  package mutating func didInsert(_ inserted: InsertionSuccess) { sequence = inserted.rowID }

  package var isEnded: Bool { state == .done || state == .failed }
}
