package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.HostileFile.refused;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.append;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.ascii;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.box;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.join;

import co.anb.showcase.testkit.Clips;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that are lists of other files, of this machine's or of servers that it can reach (CVE-2017-9993 and kin). */
final class HostileLinks {

    private static final String HLS = """
            #EXTM3U
            #EXT-X-TARGETDURATION:30
            #EXT-X-MEDIA-SEQUENCE:0
            #EXTINF:30,
            %s
            #EXT-X-ENDLIST
            """;

    private final Path folder;
    private final String url;
    private final Path secret;

    /**
     * Prepares the files.
     *
     * @param folder for them
     * @param url of a server that counts its visitors
     * @param secret that no output may hold
     */
    HostileLinks(Path folder, String url, Path secret) {
        this.folder = folder;
        this.url = url;
        this.secret = secret;
    }

    Stream<HostileFile> all(byte[] clip) {
        List<HostileFile> texts = List.of(
                text("HLS playlist of a file", HLS.formatted("file://" + secret)),
                text("HLS playlist of a server", HLS.formatted(url + "/a.ts")),
                text("HLS playlist of a range of a file", HLS.formatted("subfile,,start,0,end,9,,:" + secret)),
                text("HLS playlist of two addresses", HLS.formatted("concat:" + url + "/a|file:" + secret)),
                text("HLS playlist of its own data", HLS.formatted("data:text/plain;base64,SG9sYQ==")),
                text(
                        "HLS master playlist",
                        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1920x1080\n" + url + "/b.m3u8\n"),
                text(
                        "HLS playlist with a key on a server",
                        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + url + "/key\"\n#EXTINF:30,\n" + url + "/c.ts\n"),
                text("list for FFmpeg", "ffconcat version 1.0\nfile '" + secret + "'\nfile '" + url + "/d.mp4'\n"),
                text("DASH manifest", dash()),
                text("SDP", """
                        v=0
                        o=- 0 0 IN IP4 127.0.0.1
                        s=x
                        c=IN IP4 127.0.0.1
                        t=0 0
                        m=video 9 RTP/AVP 96
                        a=rtpmap:96 H264/90000
                        """),
                text("SMIL", "<smil><body><video src=\"" + url + "/e.mp4\"/></body></smil>"),
                text(
                        "picture that names others",
                        "<svg xmlns='http://www.w3.org/2000/svg'><image href='" + url + "/f'/></svg>"));
        HostileFile disguised = refused(
                "HLS playlist behind the first box of an MP4",
                HostileFile.write(
                        folder,
                        "disguised",
                        join(box("ftyp", ascii("isom\0\0\2\0isomiso2avc1mp41")), ascii(HLS.formatted(url + "/g.ts")))),
                Rejection.INVALID_FILE_TYPE);
        return Stream.concat(texts.stream(), Stream.of(disguised, subtitles(), reference(clip)));
    }

    private HostileFile text(String name, String content) {
        return refused(name, HostileFile.write(folder, name, content), Rejection.INVALID_FILE_TYPE);
    }

    private String dash() {
        return """
                <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
                mediaPresentationDuration="PT30S" profiles="urn:mpeg:dash:profile:isoff-main:2011">
                <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1" width="1920"
                height="1080"><BaseURL>%s/h.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>
                """.formatted(url);
    }

    /** An AVI whose subtitles are a playlist: the container is innocent, what it carries is probed anew. */
    private HostileFile subtitles() {
        Path avi = Clips.make(
                folder.resolve("plain.avi"),
                "-f",
                "lavfi",
                "-i",
                "color=red:s=320x180:d=1",
                "-c:v",
                "mpeg4",
                "-f",
                "avi");
        byte[] gab2 = join(ascii("GAB2\0\2\0"), new byte[10], ascii(HLS.formatted(url + "/i.ts")));
        byte[] chunk = ByteBuffer.allocate(8)
                .put(ascii("00sb"))
                .putInt(Integer.reverseBytes(gab2.length))
                .array();
        return refused(
                "AVI with a playlist for subtitles",
                HostileFile.write(folder, "gab2", join(HostileFile.read(avi), chunk, gab2)),
                Rejection.INVALID_FILE_TYPE);
    }

    /** A track whose samples are said to be in another file (QuickTime, data references of type alis). */
    private HostileFile reference(byte[] clip) {
        byte[] path = ascii(secret.toString());
        ByteBuffer alias = ByteBuffer.allocate(4 + 142 + 4 + path.length + path.length % 2 + 4);
        // Version and flags: not in this file. Then 142 bytes of volume and name, of which FFmpeg reads nothing.
        alias.position(4 + 142);
        alias.putShort((short) 2).putShort((short) path.length).put(path);
        alias.position(alias.position() + path.length % 2);
        alias.putShort((short) -1).putShort((short) 0);
        byte[] external = Mp4Surgery.replace(
                clip,
                "moov/trak/mdia/minf/dinf/dref",
                box -> append(java.util.Arrays.copyOf(box, 16), box("alis", alias.array())));
        return HostileFile.either("track in another file", HostileFile.write(folder, "reference", external));
    }
}
