public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// Where a picture lies on the earth, as its file says: a GeoTIFF, or a picture with a world file beside it.
public struct Georeference: Hashable, Sendable {
  /// Maps a point of the upright picture, counted from the centre of the top-left pixel, to coordinates of the map.
  public let mapFromPixel: Homography
  /// The number of the coordinate system in EPSG's list, where the file gives one.
  public let epsg: Int?
  /// What else of a GeoTIFF says which coordinates these are.
  let geoTIFF: GeoKeys?
  /// The text of a `.prj` file beside the world file.
  let projection: String?

  /// Whether it comes from a GeoTIFF, else from a world file.
  public var isGeoTIFF: Bool { geoTIFF != nil }

  /// Reads what a file or the world file beside it says. A GeoTIFF's own tags go before a world file.
  ///
  /// - Returns: nil where neither says anything, or only by control points.
  /// - Throws: ``ImageError`` where the world file does not hold six numbers.
  public init?(contentsOf url: URL) throws(ImageError) {
    let path = url.pathText
    guard let file = try? MappedFile(path) else { return nil }
    let found = file.withBytes { bytes in
      (structure: FileStructure(bytes), georeference: TIFFReader(ByteReader(bytes)).flatMap { GeoKeys.read($0) })
    }
    guard let size = found.structure.size else { return nil }
    let storedFromUpright = StoredGrid(size: size, orientation: found.structure.orientation).storedFromUpright
    if let (keys, mapFromStored) = found.georeference {
      self.init(mapFromStored * storedFromUpright, epsg: keys.epsg, keys, projection: nil)
    } else if let world = try WorldFile(besideImage: path) {
      self.init(world.mapFromPixel * storedFromUpright, epsg: nil, nil, projection: world.projection)
    } else {
      return nil
    }
  }

  private init(_ mapFromPixel: Homography, epsg: Int?, _ geoTIFF: GeoKeys?, projection: String?) {
    (self.mapFromPixel, self.epsg, self.geoTIFF, self.projection) = (mapFromPixel, epsg, geoTIFF, projection)
  }

  /// Returns the place of another picture on the same map.
  ///
  /// - Parameter pixelFromOther: Maps the other picture's pixels to this one's: affine.
  public func moved(by pixelFromOther: Homography) -> Georeference {
    Georeference(mapFromPixel * pixelFromOther, epsg: epsg, geoTIFF, projection: projection)
  }

  /// Writes the place into a file, if that is a TIFF and this comes from a GeoTIFF, or else as a world file (and a
  /// `.prj` file, where there was one) beside it.
  ///
  /// - Parameter url: A picture that was just written, and that nobody else reads.
  /// - Returns: The names of the files beside it.
  /// - Throws: ``ImageError`` where they cannot be written.
  @discardableResult
  public func write(to url: URL) throws(ImageError) -> [String] {
    let path = url.pathText
    do throws(FileError) {
      if let geoTIFF, FileFormat(pathExtensionOf: url) == .tiff {
        try geoTIFF.edit(mapFromPixel).apply(toFileAt: path)
        return []
      }
      let names = companionNames(of: path.lastPathPart)
      let texts = [WorldFile.text(mapFromPixel)] + (projection.map { [$0] } ?? [])
      for (name, text) in zip(names, texts) {
        try FileSystem.write(text.utf8, to: path.sibling(name), naming: name)
      }
      return names
    } catch { throw ImageError(error) }
  }

  /// The names of the files that ``write(to:)`` makes beside a picture.
  public func companionNames(of name: String) -> [String] {
    if isGeoTIFF, FileFormat(pathExtensionOf: URL(path: name)) == .tiff { return [] }
    let world = name.withoutExtension + "." + WorldFile.pathExtension(for: name)
    return [world] + (projection == nil ? [] : [name.withoutExtension + ".prj"])
  }
}
