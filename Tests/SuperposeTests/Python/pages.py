"""Makes a TIFF file of several pages, and looks at what became of it, with Pillow.

python3 pages.py make FOLDER WIDTH HEIGHT: ome.tif with two channels of two sections each, and imagej.tif with four
channels.
python3 pages.py check RESULT SOURCE X Y: each page of RESULT is that of SOURCE, moved by whole pixels.
"""
import pathlib
import sys

import numpy as np
from PIL import Image

OME = (
    '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
    '<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="{0}" SizeY="{1}" SizeC="2" '
    'SizeZ="2" SizeT="1"><Channel ID="Channel:0:0" SamplesPerPixel="1"/><Channel ID="Channel:0:1" SamplesPerPixel="1"/>'
    '<TiffData/></Pixels></Image></OME>')


def make(folder, width, height):
    rows, columns = np.mgrid[:int(height), :int(width)]
    pages = [Image.fromarray((1000 * (page + 1) + 7 * columns + 5 * rows).astype(np.uint16)) for page in range(4)]
    texts = {"ome.tif": OME.format(width, height), "imagej.tif": "ImageJ=1.53t\nimages=4\nchannels=4\n"}
    for name, text in texts.items():
        pages[0].save(pathlib.Path(folder) / name, save_all=True, append_images=pages[1:], tiffinfo={270: text})


def check(result, source, x, y):
    made, whole = Image.open(result), Image.open(source)
    x, y = int(x), int(y)
    assert made.n_frames == whole.n_frames == 4, made.n_frames
    description = made.tag_v2[270]
    assert description.startswith("<?xml") and f'SizeX="{made.width}" SizeY="{made.height}"' in description, description
    for page in range(4):
        made.seek(page), whole.seek(page)
        found, expected = np.array(made), np.array(whole)
        kept = expected[:found.shape[0] - y, :found.shape[1] - x]
        assert found.dtype == np.uint16 and (found[y:, x:] == kept).all(), page
        assert not found[:y].any() and not found[:, :x].any()


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
print("right")
