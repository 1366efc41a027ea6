package dev.ichor.assets.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ichor.assets.AssetsFailed;
import dev.ichor.assets.Progress;
import dev.ichor.base.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpTransportTest {
    private static final byte[] BYTES = bytes(300_000, 1);

    @TempDir
    Path temp;
    private TestSite site;
    private HttpTransport transport;

    static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    static FetchSettings settings() {
        return new FetchSettings(Map.of(), Optional.empty(), Map.of(), 4, Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofMillis(1));
    }

    @BeforeEach
    void open() throws IOException {
        site = new TestSite();
        transport = new HttpTransport(settings());
    }

    @AfterEach
    void close() {
        transport.close();
        site.close();
    }

    private static Want want(URI uri, byte[] expected) {
        return new Want(uri, "thing", 1 << 20, OptionalLong.empty(), Optional.of(Sha256.of(expected)));
    }

    private static Want unknown(URI uri) {
        return new Want(uri, "thing", 1 << 20, OptionalLong.empty(), Optional.empty());
    }

    private byte[] get(Want want) throws Exception {
        return Files.readAllBytes(transport.file(want, temp, Progress.SILENT));
    }

    private String fails(Want want) {
        return assertThrows(AssetsFailed.class, () -> transport.file(want, temp, Progress.SILENT)).getMessage();
    }

    private long parts() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.filter(file -> file.toString().endsWith(".part")).count();
        }
    }

    @Test
    void aFileComesWholeAndTheProgressIsHeard() throws Exception {
        List<Long> heard = new ArrayList<>();
        Path file = transport.file(want(site.put("f", BYTES), BYTES), temp, (what, done, total) -> {
            assertEquals(BYTES.length, total);
            heard.add(done);
        });
        assertArrayEquals(BYTES, Files.readAllBytes(file));
        assertEquals(BYTES.length, heard.getLast());
        assertEquals(heard.stream().sorted().toList(), heard);
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() throws Exception {
        site.faults.addAll(List.of(-100_000, -50_000));
        assertArrayEquals(BYTES, get(want(site.put("f", BYTES), BYTES)));
        assertEquals(3, site.requests.size(), site.requests.toString());
        long first = goneOn(1);
        long second = goneOn(2);
        assertTrue(first <= 100_000 && second > first && second <= first + 50_000, site.requests.toString());
    }

    /** From which byte a request went on. What a broken connection was given last may never have arrived. */
    private long goneOn(int request) {
        Matcher range = Pattern.compile("GET /f bytes=([1-9][0-9]*)-").matcher(site.requests.get(request));
        assertTrue(range.matches(), site.requests.toString());
        return Long.parseLong(range.group(1));
    }

    @Test
    void aSecondRunGoesOnWhereTheFirstGaveUp() throws Exception {
        URI uri = site.put("f", BYTES);
        site.faults.addAll(List.of(-100_000, 503, 503, 503));
        assertTrue(fails(unknown(uri)).contains("status 503"));
        site.requests.clear();
        assertArrayEquals(BYTES, get(unknown(uri)));
        assertEquals(1, site.requests.size(), site.requests.toString());
        assertTrue(goneOn(0) <= 100_000, site.requests.toString());
    }

    @ParameterizedTest
    @EnumSource(value = TestSite.Manner.class, names = {"NO_RANGES", "NO_VALIDATOR", "WEAK_ETAG"})
    void aServerThatCannotProveWhatItHasIsAskedForAll(TestSite.Manner manner) throws Exception {
        site.manner = manner;
        site.faults.add(-100_000);
        assertArrayEquals(BYTES, get(unknown(site.put("f", BYTES))));
        assertEquals(2, site.requests.size());
    }

    @Test
    void anAnswerWithAnotherRangeIsThrownAway() throws Exception {
        site.manner = TestSite.Manner.WRONG_RANGE;
        site.faults.add(-100_000);
        assertArrayEquals(BYTES, get(unknown(site.put("f", BYTES))));
        assertEquals(List.of("GET /f", "GET /f bytes=100000-", "GET /f"), site.requests);
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedAnew() throws Exception {
        URI uri = site.put("f", BYTES);
        site.faults.addAll(List.of(-100_000, 503, 503, 503));
        fails(unknown(uri));
        byte[] other = bytes(250_000, 2);
        site.put("f", other);
        assertArrayEquals(other, get(unknown(uri)));
    }

    @Test
    void aPartThatIsWholeAlreadyIsNotSentAgain() throws Exception {
        URI uri = site.put("f", BYTES);
        get(unknown(uri));
        site.requests.clear();
        assertArrayEquals(BYTES, get(unknown(uri)));
        assertEquals(List.of("GET /f bytes=300000-"), site.requests);
    }

    @Test
    void aWrongChecksumIsRefusedAndTheFileRemoved() throws Exception {
        String message = fails(want(site.put("f", BYTES), bytes(10, 9)));
        assertTrue(message.contains("sha256 " + Sha256.of(BYTES)) && message.contains("It was deleted"), message);
        assertEquals(0, parts());
        assertEquals(1, site.requests.size());
    }

    @Test
    void aWrongChecksumAfterResumingIsTriedOnceFromTheStart() throws Exception {
        URI uri = site.put("f", BYTES);
        site.faults.addAll(List.of(-100_000, 503, 503, 503));
        fails(want(uri, BYTES));
        Partial partial = Partial.of(uri, temp);
        Files.write(partial.file(), bytes(100_000, 5));
        assertArrayEquals(BYTES, get(want(uri, BYTES)));
        assertEquals("GET /f", site.requests.getLast());
    }

    @Test
    void aTransferThatBreaksForEverIsGivenUpWithAMend() {
        site.manner = TestSite.Manner.NO_RANGES;
        site.faults.addAll(List.of(-1000, -1000, -1000, -1000, -1000, -1000));
        String message = fails(want(site.put("f", BYTES), BYTES));
        assertTrue(message.contains("(4 tries") && message.contains("--from <folder>"), message);
    }

    @ParameterizedTest
    @EnumSource(value = TestSite.Manner.class, names = {"GOOD", "CHUNKED"})
    void aTruncatedBodyIsNeverTakenForWhole(TestSite.Manner manner) throws Exception {
        site.manner = manner;
        site.faults.addAll(List.of(-200_000));
        assertArrayEquals(BYTES, get(unknown(site.put("f", BYTES))));
        assertEquals(2, site.requests.size());
    }

    @Test
    void aMissingFileIsSaidPlainly() throws Exception {
        String message = fails(unknown(URI.create(site.base() + "v9.9.9/vmlinuz-amd64")));
        assertTrue(message.contains("the server has no such file: " + site.base() + "v9.9.9/vmlinuz-amd64"), message);
        assertEquals(Optional.empty(), transport.text(unknown(URI.create(site.base() + "none")), temp));
        assertEquals(2, site.requests.size());
    }

    @ParameterizedTest
    @EnumSource(value = TestSite.Manner.class, names = {"GOOD", "CHUNKED"})
    void tooLargeIsRefused(TestSite.Manner manner) throws Exception {
        site.manner = manner;
        URI uri = site.put("f", bytes((1 << 20) + 1, 1));
        String message = fails(unknown(uri));
        assertTrue(message.contains("more than"), message);
        assertEquals(0, parts());
        String other = fails(new Want(site.put("g", BYTES), "thing", 1 << 20, OptionalLong.of(7), Optional.empty()));
        assertTrue(other.contains(manner == TestSite.Manner.GOOD ? "has 300000 bytes, expected 7" : "more than the 7"),
                other);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 418})
    void refusalsAreNotRepeated(int status) {
        site.faults.add(status);
        assertTrue(fails(unknown(site.put("f", BYTES))).contains("status " + status));
        assertEquals(1, site.requests.size());
    }

    @Test
    void redirectsAreFollowedAndResumedThrough() throws Exception {
        site.put("cdn", BYTES);
        site.redirects.put("/f", site.base() + "cdn");
        site.faults.addAll(List.of(1, -100_000));
        assertArrayEquals(BYTES, get(want(URI.create(site.base() + "f"), BYTES)));
        assertEquals(List.of("GET /f", "GET /cdn", "GET /f bytes=100000-", "GET /cdn bytes=100000-"), site.requests);
        site.redirects.put("/loop", site.base() + "loop");
        assertTrue(fails(unknown(URI.create(site.base() + "loop"))).contains("redirects too often"));
    }

    @Test
    void aSilentServerIsGivenUp() throws Exception {
        transport.close();
        transport = new HttpTransport(new FetchSettings(Map.of(), Optional.empty(), Map.of(), 2, Duration.ofSeconds(5),
                Duration.ofMillis(300), Duration.ofMillis(1)));
        site.stallMillis = 20_000;
        site.manner = TestSite.Manner.NO_RANGES;
        site.faults.addAll(List.of(-1000, -1000, -1000));
        long start = System.nanoTime();
        String message = fails(unknown(site.put("f", BYTES)));
        assertTrue(message.contains("could not be downloaded") && message.contains("no byte came"), message);
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
    }

    @Test
    void aDeadServerIsNamed() {
        URI uri = URI.create(site.base() + "f");
        site.close();
        String message = fails(unknown(uri));
        assertTrue(message.contains(uri.toString()) && message.contains("ConnectException"), message);
    }

    @Test
    void aFolderThatIsGoneIsNamed() {
        Path gone = temp.resolve("gone");
        AssetsFailed failed = assertThrows(AssetsFailed.class, () -> transport.file(unknown(site.put("f", BYTES)), gone,
                Progress.SILENT));
        assertTrue(failed.getMessage().contains(gone.toString()), failed.getMessage());
    }

    @Test
    void mirrorsTakeThePlaceOfTheLongestStartThatFits() throws Exception {
        transport.close();
        site.put("mirror/talos/v1/f", BYTES);
        transport = new HttpTransport(settings().withMirrors(Map.of("https://example.invalid/", "http://127.0.0.1:1/",
                "https://example.invalid/talos/", site.base() + "mirror/talos/")));
        assertArrayEquals(BYTES, get(want(URI.create("https://example.invalid/talos/v1/f"), BYTES)));
    }
}
