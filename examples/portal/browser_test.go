package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// chromiumFlags start a browser that shows nothing, talks to nobody but the test, and can be run by root.
var chromiumFlags = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,900", "--remote-debugging-pipe",
}

// patience is how long the browser may take for anything, on a machine that is busy with other tests.
const patience = time.Minute

// browser is a Chromium with one page, driven by the DevTools protocol. Messages are JSON, each ended by a zero byte, over
// two pipes, which needs neither a port nor a library.
type browser struct {
	t       *testing.T
	in      io.Writer
	session string

	mu      sync.Mutex
	last    int
	waiting map[int]chan reply
	events  []event
	closed  bool
}

// reply is an answer to a command.
type reply struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

type event struct {
	Method string
	Params json.RawMessage
}

// openBrowser starts a browser, or skips the test where there is none. Downloads go to the folder.
func openBrowser(t *testing.T, downloads string) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("FHIRVIEW_CHROMIUM") == "required" {
			t.Fatal("there is no chromium, which FHIRVIEW_CHROMIUM requires")
		}
		t.Skip("there is no chromium: install it to have the page tested in a browser")
	}
	b := &browser{t: t, waiting: map[int]chan reply{}}
	//nolint:usetesting // a process that outlives the browser for a moment may still write there, which is no failure
	profile, err := os.MkdirTemp("", "portal-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	b.start(exec.Command(path, append(slices.Clone(chromiumFlags), "--user-data-dir="+profile)...))

	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.call("Browser.setDownloadBehavior", map[string]any{"behavior": "allow", "downloadPath": downloads, "eventsEnabled": true}, nil)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	// Nothing the page does needs a script, and the test's own run all the same.
	b.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	return b
}

// start runs the browser with its pipes as file descriptors 3 and 4, until the test ends.
func (b *browser) start(cmd *exec.Cmd) {
	theirIn, in, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b.in = in
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.receive(out)
	}()
	b.t.Cleanup(func() {
		in.Close() // the browser ends with its pipe; if not, it is ended
		timer := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		<-done
		_ = cmd.Wait()
		timer.Stop()
		out.Close()
	})
}

// receive hands replies to those who wait and keeps events, until the browser ends.
func (b *browser) receive(out io.Reader) {
	for r := bufio.NewReader(out); ; {
		text, err := r.ReadBytes(0)
		b.mu.Lock()
		if err != nil {
			b.closed = true
			for _, c := range b.waiting {
				close(c)
			}
			b.mu.Unlock()
			return
		}
		var m struct {
			ID int
			reply
			event
		}
		if json.Unmarshal(text[:len(text)-1], &m) == nil && m.ID != 0 {
			b.waiting[m.ID] <- m.reply
			delete(b.waiting, m.ID)
		} else {
			b.events = append(b.events, m.event)
		}
		b.mu.Unlock()
	}
}

// call sends a command and waits for its result.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	if err := b.try(method, params, result); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
}

func (b *browser) try(method string, params, result any) error {
	if params == nil {
		params = struct{}{}
	}
	answer := make(chan reply, 1)
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return errors.New("the browser has ended")
	}
	b.last++
	id := b.last
	b.waiting[id] = answer
	b.mu.Unlock()
	command, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params, "sessionId": b.session})
	if err != nil {
		return err
	}
	if b.session == "" {
		command = []byte(strings.Replace(string(command), `,"sessionId":""`, "", 1))
	}
	if _, err := b.in.Write(append(command, 0)); err != nil {
		return err
	}
	select {
	case m, ok := <-answer:
		switch {
		case !ok:
			return errors.New("the browser has ended")
		case m.Error != nil:
			return errors.New(m.Error.Message)
		case result != nil:
			return json.Unmarshal(m.Result, result)
		}
		return nil
	case <-time.After(patience):
		return errors.New("no answer from the browser")
	}
}

// open goes to an address and waits until the page is there.
func (b *browser) open(url string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": url}, nil)
	b.waitFor("document.readyState == 'complete' && location.href.startsWith('" + url + "')")
}

// eval is the value of an expression in the page, as text.
func (b *browser) eval(expression string) (string, error) {
	var v struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Text string }
	}
	if err := b.try("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true}, &v); err != nil {
		return "", err
	}
	if v.ExceptionDetails != nil {
		return "", errors.New(v.ExceptionDetails.Text)
	}
	return fmt.Sprint(v.Result.Value), nil
}

// text is what an expression yields, and waitFor waits until one is true: a page that is just being left has errors.
func (b *browser) text(expression string) string {
	b.t.Helper()
	v, err := b.eval(expression)
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *browser) waitFor(condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		v, err := b.eval(condition)
		if err == nil && v == "true" {
			return
		}
		if time.Now().After(deadline) {
			page, _ := b.eval("document.body.innerText")
			b.t.Fatalf("%s: got %s and error %v on the page:\n%s", condition, v, err, page)
		}
	}
}

// press presses and releases a key, and types a text.
func (b *browser) press(key string, code int) {
	b.t.Helper()
	params := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
	if key == "Enter" {
		params["text"] = "\r"
	}
	b.call("Input.dispatchKeyEvent", params, nil)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}, nil)
}

func (b *browser) write(text string) {
	b.t.Helper()
	for _, c := range text {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "char", "text": string(c)}, nil)
	}
}

// click clicks in the middle of the first element that a selector finds.
func (b *browser) click(selector string) {
	b.t.Helper()
	place := b.text(`(() => { const e = document.querySelector('` + selector + `'); e.scrollIntoView(); ` +
		`const r = e.getBoundingClientRect(); return (r.x + r.width / 2) + " " + (r.y + r.height / 2) })()`)
	var x, y float64
	if _, err := fmt.Sscan(place, &x, &y); err != nil {
		b.t.Fatalf("%s is at %s: %v", selector, place, err)
	}
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}, nil)
	}
}

// seen returns the events of a kind so far.
func (b *browser) seen(method string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []string
	for _, e := range b.events {
		if e.Method == method {
			found = append(found, string(e.Params))
		}
	}
	return found
}

// downloaded waits until a download has come into a folder, and returns its text.
func (b *browser) downloaded(folder string) string {
	b.t.Helper()
	complete := func(progress string) bool { return strings.Contains(progress, `"state":"completed"`) }
	for deadline := time.Now().Add(patience); !slices.ContainsFunc(b.seen("Browser.downloadProgress"), complete); {
		if time.Now().After(deadline) {
			b.t.Fatal("nothing was downloaded")
		}
		time.Sleep(20 * time.Millisecond)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(files) != 1 {
		b.t.Fatalf("got %d files and error %v, want one", len(files), err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}
