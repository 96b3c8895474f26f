public import Foundation
public import Superpose
import SuperposeFiles

/// A database of COLMAP with the images, keypoints and matches of pairs: what `colmap mapper` and `pycolmap` take in
/// the place of their own features and matches (https://colmap.github.io/database.html).
///
/// An image's keypoints are those that have matches, in the order in which pairs brought them; a keypoint of another
/// pair within half a pixel is the same one, also where a second look has found it. Positions count from the corner of
/// the top-left pixel, whose centre is (0.5, 0.5) there. Pairs are added one by one, each wholly or not at all, so that
/// a run that was stopped goes on.
///
/// Not for use from several threads at a time.
public final class ColmapDatabase {
  /// COLMAP joins the numbers of a pair's images, the smaller one first, by multiplying that with this one.
  private static let largestImage = 2_147_483_647
  /// `SIMPLE_RADIAL`: focal length, centre, one coefficient of distortion. The focal length is COLMAP's own guess.
  private static let cameraModel = 2
  private static let guessedFocalLength = 1.2
  /// `PLANAR_OR_PANORAMIC`: a homography explains the matches.
  private static let planar = 6
  /// How many images' keypoints are in memory.
  private static let mostKnown = 1000

  private let file: SQLiteFile
  private let imageFolder: String
  private var known: [String: ColmapImage] = [:]

  /// Opens a database, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - database: the file.
  ///   - imageFolder: images have their paths below it as names, as COLMAP's `image_path` wants them.
  /// - Throws: ``ColmapError`` where the file is another one or cannot be written.
  public init(_ database: URL, imageFolder: URL) throws(ColmapError) {
    file = try SQLiteFile(database.pathText)
    let path = imageFolder.pathText
    self.imageFolder = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
    try file.execute(Self.tables)
  }

  /// Whether a pair is there, whichever image is called moving.
  public func contains(moving: String, fixed: String) throws(ColmapError) -> Bool {
    guard let one = try number(of: name(moving)), let other = try number(of: name(fixed)) else { return false }
    return try !file.run("SELECT 1 FROM matches WHERE pair_id = ?", [.integer(pairNumber(one, other))]).isEmpty
  }

  /// Adds a pair, or replaces it.
  public func add(_ report: RegistrationReport) throws(ColmapError) {
    guard report.moving.path != report.fixed.path else { return }
    do {
      try file.transaction { () throws(ColmapError) in
        var moving = try image(report.moving)
        var fixed = try image(report.fixed)
        let matches = report.matches.map { match in
          IndexedMatch(
            moving: moving.keypoint(at: match.moving), fixed: fixed.keypoint(at: match.fixed), isInlier: match.inlier)
        }
        try store(moving)
        try store(fixed)
        try store(report, matches, moving.number, fixed.number)
        (known[moving.name], known[fixed.name]) = (moving, fixed)
      }
    } catch {
      // What is in memory may not be what is in the file.
      known = [:]
      throw error
    }
  }

  /// Adds those pairs of a list's results that are not there, from their `registration.json`.
  public func addMissing(_ results: [ListedResult], from folder: URL) throws {
    for result in results where try result.error == nil && !contains(moving: result.moving, fixed: result.fixed) {
      let path = "\(folder.pathText)/\(result.folder)/\(Registration.reportName)"
      guard let file = try? MappedFile(path) else { continue }
      try add(JSONDecoder().decode(RegistrationReport.self, from: file.withBytes { Data($0) }))
    }
  }

  private func store(
    _ report: RegistrationReport, _ matches: [IndexedMatch], _ moving: Int, _ fixed: Int
  ) throws(ColmapError) {
    let isTurned = moving > fixed
    let number = SQLiteFile.Value.integer(pairNumber(moving, fixed))
    let all = ColmapMatches(matches.map { $0.indices(isTurned: isTurned) })
    try file.run(
      "INSERT OR REPLACE INTO matches (pair_id, rows, cols, data) VALUES (?, ?, 2, ?)",
      [number, .integer(all.count), .bytes(all.data)])
    try file.run("DELETE FROM two_view_geometries WHERE pair_id = ?", [number])
    guard let transform = isTurned ? report.movingFromFixed : report.fixedFromMoving else { return }
    let inliers = ColmapMatches(matches.filter(\.isInlier).map { $0.indices(isTurned: isTurned) })
    try file.run(
      """
      INSERT INTO two_view_geometries (pair_id, rows, cols, data, config, F, E, H, qvec, tvec) \
      VALUES (?, ?, 2, ?, \(Self.planar), ?, ?, ?, ?, ?)
      """,
      [
        number, .integer(inliers.count), .bytes(inliers.data), .bytes(Data(doubles: [Double](repeating: 0, count: 9))),
        .bytes(Data(doubles: [Double](repeating: 0, count: 9))),
        .bytes(Data(doubles: transform.betweenCorners.coefficients)), .bytes(Data(doubles: [1, 0, 0, 0])),
        .bytes(Data(doubles: [0, 0, 0])),
      ])
  }

  private func pairNumber(_ one: Int, _ other: Int) -> Int {
    Self.largestImage * min(one, other) + max(one, other)
  }

  private func name(_ path: String) -> String {
    path.hasPrefix(imageFolder) ? String(path.dropFirst(imageFolder.count)) : path
  }

  private func number(of name: String) throws(ColmapError) -> Int? {
    if let image = known[name] { return image.number }
    let rows = try file.run("SELECT image_id FROM images WHERE name = ?", [.text(name)])
    guard case .integer(let number)?? = rows.first?.first else { return nil }
    return number
  }

  /// The image with its keypoints, which gets a number and a camera where it is new.
  private func image(_ image: RegistrationReport.ImageDescription) throws(ColmapError) -> ColmapImage {
    let name = name(image.path)
    if let image = known[name] { return image }
    if known.count >= Self.mostKnown { known = [:] }
    guard let number = try number(of: name) else {
      return ColmapImage(number: try addImage(name, image.width, image.height), name: name)
    }
    let rows = try file.run("SELECT data, cols FROM keypoints WHERE image_id = ?", [.integer(number)])
    guard let row = rows.first else { return ColmapImage(number: number, name: name) }
    guard case .bytes(let data)? = row[0], case .integer(2)? = row[1] else {
      throw ColmapError(
        .malformed, "of \(name)", "its keypoints are of another program",
        "give a database that 'superpose batch --colmap' has made, or the name of a new file")
    }
    return ColmapImage(number: number, name: name, keypoints: data)
  }

  private func addImage(_ name: String, _ width: Int, _ height: Int) throws(ColmapError) -> Int {
    let focalLength = Self.guessedFocalLength * Double(max(width, height))
    let parameters = [focalLength, Double(width) / 2, Double(height) / 2, 0]
    try file.run(
      "INSERT INTO cameras (model, width, height, params, prior_focal_length) VALUES (\(Self.cameraModel), ?, ?, ?, 0)",
      [.integer(width), .integer(height), .bytes(Data(doubles: parameters))])
    try file.run("INSERT INTO images (name, camera_id) VALUES (?, ?)", [.text(name), .integer(file.lastRow)])
    return file.lastRow
  }

  private func store(_ image: ColmapImage) throws(ColmapError) {
    try file.run(
      "INSERT OR REPLACE INTO keypoints (image_id, rows, cols, data) VALUES (?, ?, 2, ?)",
      [.integer(image.number), .integer(image.count), .bytes(image.data)])
  }
}

/// A match by the keypoints' indices in their images.
private struct IndexedMatch {
  let moving: Int
  let fixed: Int
  let isInlier: Bool

  /// - Parameter isTurned: whether the fixed image has the smaller number.
  func indices(isTurned: Bool) -> (Int, Int) { isTurned ? (fixed, moving) : (moving, fixed) }
}

extension ColmapDatabase {
  /// The tables that COLMAP 3.0 and later read; later ones add theirs when they open the file.
  private static let tables = """
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS cameras (camera_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, model INTEGER NOT NULL,
      width INTEGER NOT NULL, height INTEGER NOT NULL, params BLOB, prior_focal_length INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS images (image_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL UNIQUE,
      camera_id INTEGER NOT NULL, CONSTRAINT image_id_check CHECK(image_id >= 0 and image_id < \(largestImage)),
      FOREIGN KEY(camera_id) REFERENCES cameras(camera_id));
    CREATE UNIQUE INDEX IF NOT EXISTS index_name ON images(name);
    CREATE TABLE IF NOT EXISTS keypoints (image_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,
      cols INTEGER NOT NULL, data BLOB, FOREIGN KEY(image_id) REFERENCES images(image_id) ON DELETE CASCADE);
    CREATE TABLE IF NOT EXISTS descriptors (image_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,
      cols INTEGER NOT NULL, data BLOB, FOREIGN KEY(image_id) REFERENCES images(image_id) ON DELETE CASCADE);
    CREATE TABLE IF NOT EXISTS matches (pair_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,
      cols INTEGER NOT NULL, data BLOB);
    CREATE TABLE IF NOT EXISTS two_view_geometries (pair_id INTEGER PRIMARY KEY NOT NULL, rows INTEGER NOT NULL,
      cols INTEGER NOT NULL, data BLOB, config INTEGER NOT NULL, F BLOB, E BLOB, H BLOB, qvec BLOB, tvec BLOB);
    """
}
