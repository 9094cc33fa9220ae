<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>meetapp</name>
    <message>
      <source> min</source>
      <translation> min</translation>
    </message>
    <message>
      <source> px</source>
      <translation> px</translation>
    </message>
    <message>
      <source>%1 %2, %3</source>
      <translation>%1. %2, %3</translation>
    </message>
    <message>
      <source>%1 MB</source>
      <translation>%1 MB</translation>
    </message>
    <message>
      <source>%1 belongs to “%2”.</source>
      <translation>%1 gehört zu „%2“.</translation>
    </message>
    <message>
      <source>%1 h %2</source>
      <translation>%1 h %2</translation>
    </message>
    <message>
      <source>%1 is deleted.</source>
      <translation>%1 ist gelöscht.</translation>
    </message>
    <message>
      <source>%1 is installed.</source>
      <translation>%1 ist installiert.</translation>
    </message>
    <message>
      <source>%1 is whole.</source>
      <translation>%1 ist unversehrt.</translation>
    </message>
    <message>
      <source>%1 left</source>
      <translation>noch %1</translation>
    </message>
    <message>
      <source>%1 marks a moment to come back to.</source>
      <translation>%1 merkt sich einen Moment, zu dem man zurückkehren will.</translation>
    </message>
    <message>
      <source>%1 meetings older than %2 days were deleted, as you have set.</source>
      <translation>%1 Besprechungen, die älter als %2 Tage waren, wurden gelöscht, wie eingestellt.</translation>
    </message>
    <message>
      <source>%1 meetings were cut short. What was recorded is safe.</source>
      <translation>%1 Besprechungen wurden abgebrochen. Was aufgenommen wurde, ist sicher.</translation>
    </message>
    <message>
      <source>%1 min</source>
      <translation>%1 min</translation>
    </message>
    <message>
      <source>%1 min %2</source>
      <translation>%1 min %2</translation>
    </message>
    <message>
      <source>%1 of %2</source>
      <translation>%1 von %2</translation>
    </message>
    <message>
      <source>%1 of these files are in the library already.</source>
      <translation>%1 dieser Dateien sind schon in der Bibliothek.</translation>
    </message>
    <message>
      <source>%1 people</source>
      <translation>%1 Personen</translation>
    </message>
    <message>
      <source>%1 places to check</source>
      <translation>%1 Stellen zu prüfen</translation>
    </message>
    <message>
      <source>%1 s</source>
      <translation>%1 s</translation>
    </message>
    <message>
      <source>%1 says what this meeting says already.</source>
      <translation>%1 sagt, was diese Besprechung schon sagt.</translation>
    </message>
    <message>
      <source>%1 speakers</source>
      <translation>%1 Sprechende</translation>
    </message>
    <message>
      <source>%1 turns found</source>
      <translation>%1 Beiträge gefunden</translation>
    </message>
    <message>
      <source>%1 was written.</source>
      <translation>%1 wurde geschrieben.</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;Meeting</source>
      <translation>Be&amp;sprechung</translation>
    </message>
    <message>
      <source>&amp;Recording</source>
      <translation>&amp;Aufnahme</translation>
    </message>
    <message>
      <source>&amp;Sound</source>
      <translation>&amp;Ton</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>A&amp;nsicht</translation>
    </message>
    <message>
      <source>/home/me/bin/file-minutes --quiet</source>
      <translation>/home/ich/bin/protokoll-ablegen --still</translation>
    </message>
    <message>
      <source>1 person</source>
      <translation>1 Person</translation>
    </message>
    <message>
      <source>1 place to check</source>
      <translation>1 Stelle zu prüfen</translation>
    </message>
    <message>
      <source>1 speaker</source>
      <translation>1 Person spricht</translation>
    </message>
    <message>
      <source>1 turn found</source>
      <translation>1 Beitrag gefunden</translation>
    </message>
    <message>
      <source>A click on a word plays it, a double click changes it. Every change can be undone.</source>
      <translation>Ein Klick auf ein Wort spielt es ab, ein Doppelklick ändert es. Jede Änderung lässt sich zurücknehmen.</translation>
    </message>
    <message>
      <source>A command of yours that is run, without a shell, when the text of a meeting is complete. MEETAPP_MEETING, MEETAPP_FOLDER, MEETAPP_TITLE and MEETAPP_SOURCE tell it of which.</source>
      <translation>Ein eigener Befehl, der ohne Shell läuft, sobald der Text einer Besprechung vollständig ist. MEETAPP_MEETING, MEETAPP_FOLDER, MEETAPP_TITLE und MEETAPP_SOURCE sagen ihm, um welche es geht.</translation>
    </message>
    <message>
      <source>A document to edit and comment.</source>
      <translation>Zum Bearbeiten und Kommentieren.</translation>
    </message>
    <message>
      <source>A fault in meetapp</source>
      <translation>Ein Fehler in meetapp</translation>
    </message>
    <message>
      <source>A form of your own, written in Jinja.</source>
      <translation>Eine eigene Form, in Jinja geschrieben.</translation>
    </message>
    <message>
      <source>A meeting older than %2 days was deleted, as you have set.</source>
      <translation>Eine Besprechung, die älter als %2 Tage war, wurde gelöscht, wie eingestellt.</translation>
    </message>
    <message>
      <source>A minute of four people planning a move, read from its sound while you watch.</source>
      <translation>Eine Minute, in der vier Leute einen Umzug planen, vor Ihren Augen aus dem Ton gelesen.</translation>
    </message>
    <message>
      <source>A new speaker</source>
      <translation>Eine neue Person</translation>
    </message>
    <message>
      <source>A new speaker from here on</source>
      <translation>Ab hier eine neue Person</translation>
    </message>
    <message>
      <source>A paragraph a turn, for notes and wikis.</source>
      <translation>Ein Absatz je Beitrag, für Notizen und Wikis.</translation>
    </message>
    <message>
      <source>A recording ends when nobody has spoken for so long, as long as the window or its icon is there.</source>
      <translation>Eine Aufnahme endet, wenn so lange niemand gesprochen hat, sofern das Fenster oder sein Symbol da ist.</translation>
    </message>
    <message>
      <source>A row a turn, for spreadsheets.</source>
      <translation>Eine Zeile je Beitrag, für Tabellenprogramme.</translation>
    </message>
    <message>
      <source>A row a turn, times in milliseconds.</source>
      <translation>Eine Zeile je Beitrag, Zeiten in Millisekunden.</translation>
    </message>
    <message>
      <source>A time is written as 13:02.5, or in seconds alone.</source>
      <translation>Eine Zeit schreibt man als 13:02.5 oder nur in Sekunden.</translation>
    </message>
    <message>
      <source>About meetapp</source>
      <translation>Über meetapp</translation>
    </message>
    <message>
      <source>After %1 days</source>
      <translation>Nach %1 Tagen</translation>
    </message>
    <message>
      <source>After %1 min</source>
      <translation>Nach %1 min</translation>
    </message>
    <message>
      <source>All meetings</source>
      <translation>Alle Besprechungen</translation>
    </message>
    <message>
      <source>All packages</source>
      <translation>Alle Pakete</translation>
    </message>
    <message>
      <source>All words are left out.</source>
      <translation>Alle Wörter fehlen.</translation>
    </message>
    <message>
      <source>Another program has the key %1 already.</source>
      <translation>Ein anderes Programm hat die Taste %1 schon.</translation>
    </message>
    <message>
      <source>Any number of people</source>
      <translation>Beliebig viele Personen</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>Aussehen</translation>
    </message>
    <message>
      <source>As fits the format</source>
      <translation>Passend zum Format</translation>
    </message>
    <message>
      <source>As people write</source>
      <translation>Wie man schreibt</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Balanced</source>
      <translation>Ausgewogen</translation>
    </message>
    <message>
      <source>Before a recording begins, the window reminds you to ask everybody. In many places the law wants it.</source>
      <translation>Vor jeder Aufnahme erinnert das Fenster daran, alle zu fragen. Vielerorts verlangt es das Gesetz.</translation>
    </message>
    <message>
      <source>Begin and end of the turn</source>
      <translation>Anfang und Ende des Beitrags</translation>
    </message>
    <message>
      <source>Begin earlier</source>
      <translation>Früher beginnen</translation>
    </message>
    <message>
      <source>Begin later</source>
      <translation>Später beginnen</translation>
    </message>
    <message>
      <source>Begins</source>
      <translation>Beginnt</translation>
    </message>
    <message>
      <source>Begins at %1</source>
      <translation>Beginnt bei %1</translation>
    </message>
    <message>
      <source>Bookmark</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>Bookmark at %1</source>
      <translation>Lesezeichen bei %1</translation>
    </message>
    <message>
      <source>Bookmarks and notes</source>
      <translation>Lesezeichen und Notizen</translation>
    </message>
    <message>
      <source>By numbers only</source>
      <translation>Nur mit Nummern</translation>
    </message>
    <message>
      <source>By their names</source>
      <translation>Mit Namen</translation>
    </message>
    <message>
      <source>CTM</source>
      <translation>CTM</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancel the import of %1</source>
      <translation>Import von %1 abbrechen</translation>
    </message>
    <message>
      <source>Captions</source>
      <translation>Untertitel</translation>
    </message>
    <message>
      <source>Captions for an audience</source>
      <translation>Untertitel für das Publikum</translation>
    </message>
    <message>
      <source>Careful</source>
      <translation>Sorgfältig</translation>
    </message>
    <message>
      <source>Careful looks further for what was said, gets a few more words right, and takes longer.</source>
      <translation>„Sorgfältig“ sucht gründlicher nach dem Gesagten, trifft ein paar Wörter mehr und dauert länger.</translation>
    </message>
    <message>
      <source>Changes were read from %1.</source>
      <translation>Änderungen wurden aus %1 gelesen.</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Chiara Rossi, Friedrichshain</source>
      <translation>Chiara Rossi, Friedrichshain</translation>
    </message>
    <message>
      <source>Choose a template</source>
      <translation>Vorlage wählen</translation>
    </message>
    <message>
      <source>Choose a template…</source>
      <translation>Vorlage wählen…</translation>
    </message>
    <message>
      <source>Choose: %1</source>
      <translation>Wählen: %1</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>Click to rename</source>
      <translation>Klicken, um umzubenennen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close the find bar</source>
      <translation>Suchleiste schließen</translation>
    </message>
    <message>
      <source>Closing the window while something is recorded leaves an icon in the system tray.</source>
      <translation>Wird das Fenster während einer Aufnahme geschlossen, bleibt ein Symbol im Benachrichtigungsfeld.</translation>
    </message>
    <message>
      <source>Collecting…</source>
      <translation>Wird gesammelt…</translation>
    </message>
    <message>
      <source>Complete the text</source>
      <translation>Text vervollständigen</translation>
    </message>
    <message>
      <source>Complete · saved on this computer</source>
      <translation>Vollständig · auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>Compress</source>
      <translation>Verdichten</translation>
    </message>
    <message>
      <source>Compressed sound is the same sound in less room. Without sound nothing can be played or heard again.</source>
      <translation>Verdichteter Ton ist derselbe Ton auf weniger Platz. Ohne Ton lässt sich nichts abspielen oder neu erkennen.</translation>
    </message>
    <message>
      <source>Computer sound</source>
      <translation>Ton des Rechners</translation>
    </message>
    <message>
      <source>Computer sound: %1</source>
      <translation>Ton des Rechners: %1</translation>
    </message>
    <message>
      <source>Computer sound: off</source>
      <translation>Ton des Rechners: aus</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy as rich text</source>
      <translation>Als formatierten Text kopieren</translation>
    </message>
    <message>
      <source>Copy the report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>Copy turns</source>
      <translation>Beiträge kopieren</translation>
    </message>
    <message>
      <source>Copy versions</source>
      <translation>Versionen kopieren</translation>
    </message>
    <message>
      <source>Correct</source>
      <translation>Berichtigen</translation>
    </message>
    <message>
      <source>Correct…</source>
      <translation>Berichtigen…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete %1 from this computer?</source>
      <translation>%1 von diesem Rechner löschen?</translation>
    </message>
    <message>
      <source>Delete by itself</source>
      <translation>Von selbst löschen</translation>
    </message>
    <message>
      <source>Delete its sound…</source>
      <translation>Ton löschen…</translation>
    </message>
    <message>
      <source>Delete meeting</source>
      <translation>Besprechung löschen</translation>
    </message>
    <message>
      <source>Delete the sound</source>
      <translation>Ton löschen</translation>
    </message>
    <message>
      <source>Delete the sound of “%1” for good? Its text stays.</source>
      <translation>Den Ton von „%1“ endgültig löschen? Der Text bleibt.</translation>
    </message>
    <message>
      <source>Delete turn</source>
      <translation>Beitrag löschen</translation>
    </message>
    <message>
      <source>Demo meeting</source>
      <translation>Beispielbesprechung</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Ausblenden</translation>
    </message>
    <message>
      <source>Do not import %1</source>
      <translation>%1 nicht importieren</translation>
    </message>
    <message>
      <source>Do not remind me</source>
      <translation>Nicht erinnern</translation>
    </message>
    <message>
      <source>Done again</source>
      <translation>Wiederholt</translation>
    </message>
    <message>
      <source>Doubtful places</source>
      <translation>Zweifelhafte Stellen</translation>
    </message>
    <message>
      <source>Doubtful places…</source>
      <translation>Zweifelhafte Stellen…</translation>
    </message>
    <message>
      <source>ELAN (EAF)</source>
      <translation>ELAN (EAF)</translation>
    </message>
    <message>
      <source>Edit the words</source>
      <translation>Wörter bearbeiten</translation>
    </message>
    <message>
      <source>Elapsed time</source>
      <translation>Vergangene Zeit</translation>
    </message>
    <message>
      <source>Encryption</source>
      <translation>Verschlüsselung</translation>
    </message>
    <message>
      <source>Encrypts sound, text and library on the disk, with a key in the keyring of the system. The command “meetapp encryption on” or “off” switches it, for old meetings too.</source>
      <translation>Verschlüsselt Ton, Text und Bibliothek auf der Festplatte, mit einem Schlüssel im Schlüsselbund des Systems. Der Befehl „meetapp encryption on“ oder „off“ schaltet es um, auch für alte Besprechungen.</translation>
    </message>
    <message>
      <source>End earlier</source>
      <translation>Früher enden</translation>
    </message>
    <message>
      <source>End later</source>
      <translation>Später enden</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>Endet</translation>
    </message>
    <message>
      <source>Ends at %1</source>
      <translation>Endet bei %1</translation>
    </message>
    <message>
      <source>Every speaker has a tier, so overlap is kept whole.</source>
      <translation>Jede Person hat eine eigene Ebene, so bleibt gleichzeitiges Sprechen erhalten.</translation>
    </message>
    <message>
      <source>Every turn keeps its own start and end, so overlap is kept whole.</source>
      <translation>Jeder Beitrag behält Anfang und Ende, so bleibt gleichzeitiges Sprechen erhalten.</translation>
    </message>
    <message>
      <source>Everything that is known, for programs.</source>
      <translation>Alles, was bekannt ist, für Programme.</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export as last time…</source>
      <translation>Wie zuletzt exportieren…</translation>
    </message>
    <message>
      <source>Export folder</source>
      <translation>Ordner für Exporte</translation>
    </message>
    <message>
      <source>Export format</source>
      <translation>Format für Exporte</translation>
    </message>
    <message>
      <source>Export to text, Word, PDF, subtitles and twelve more.</source>
      <translation>Export als Text, Word, PDF, Untertitel und zwölf weitere Formate.</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>Fast</source>
      <translation>Schnell</translation>
    </message>
    <message>
      <source>Faster</source>
      <translation>Schneller</translation>
    </message>
    <message>
      <source>Find in this meeting</source>
      <translation>In dieser Besprechung suchen</translation>
    </message>
    <message>
      <source>Find next</source>
      <translation>Nächste Stelle</translation>
    </message>
    <message>
      <source>Find previous</source>
      <translation>Vorige Stelle</translation>
    </message>
    <message>
      <source>First steps</source>
      <translation>Erste Schritte</translation>
    </message>
    <message>
      <source>Folder of a model package</source>
      <translation>Ordner eines Modellpakets</translation>
    </message>
    <message>
      <source>Folder of meetings</source>
      <translation>Ordner der Besprechungen</translation>
    </message>
    <message>
      <source>Follow live</source>
      <translation>Live folgen</translation>
    </message>
    <message>
      <source>For scoring; can be edited and read back.</source>
      <translation>Zum Bewerten, Ändern und Einlesen.</translation>
    </message>
    <message>
      <source>Formats</source>
      <translation>Formate</translation>
    </message>
    <message>
      <source>Found out by voice</source>
      <translation>Nach den Stimmen</translation>
    </message>
    <message>
      <source>General</source>
      <translation>Allgemein</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weitermachen</translation>
    </message>
    <message>
      <source>Go on in the tray</source>
      <translation>Im Benachrichtigungsfeld weitermachen</translation>
    </message>
    <message>
      <source>Go to %1</source>
      <translation>Gehe zu %1</translation>
    </message>
    <message>
      <source>Go to what is heard</source>
      <translation>Zur gehörten Stelle gehen</translation>
    </message>
    <message>
      <source>Hear a sample</source>
      <translation>Probe hören</translation>
    </message>
    <message>
      <source>Hear everybody again</source>
      <translation>Wieder alle hören</translation>
    </message>
    <message>
      <source>Hear only this speaker</source>
      <translation>Nur diese Person hören</translation>
    </message>
    <message>
      <source>How many people speak</source>
      <translation>Wie viele Personen sprechen</translation>
    </message>
    <message>
      <source>How many people spoke?</source>
      <translation>Wie viele haben gesprochen?</translation>
    </message>
    <message>
      <source>How the file begins</source>
      <translation>Wie die Datei beginnt</translation>
    </message>
    <message>
      <source>Import again</source>
      <translation>Erneut importieren</translation>
    </message>
    <message>
      <source>Import as one meeting with a track each</source>
      <translation>Als eine Besprechung mit je einer Spur importieren</translation>
    </message>
    <message>
      <source>Import as one meeting with a track each…</source>
      <translation>Als eine Besprechung mit je einer Spur importieren…</translation>
    </message>
    <message>
      <source>Import files</source>
      <translation>Dateien importieren</translation>
    </message>
    <message>
      <source>Import files…</source>
      <translation>Dateien importieren…</translation>
    </message>
    <message>
      <source>In what is recorded or imported next</source>
      <translation>In der nächsten Aufnahme oder im nächsten Import</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>Eingang</translation>
    </message>
    <message>
      <source>Input to record from</source>
      <translation>Eingang, von dem aufgenommen wird</translation>
    </message>
    <message>
      <source>Install from a folder…</source>
      <translation>Aus einem Ordner installieren…</translation>
    </message>
    <message>
      <source>Interrupted. The sound is saved on this computer</source>
      <translation>Unterbrochen. Der Ton ist auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>Is right</source>
      <translation>Stimmt</translation>
    </message>
    <message>
      <source>Is the same person as</source>
      <translation>Ist dieselbe Person wie</translation>
    </message>
    <message>
      <source>It is not encrypted: whoever gets it can read and hear it.</source>
      <translation>Sie ist nicht verschlüsselt: Wer sie bekommt, kann sie lesen und hören.</translation>
    </message>
    <message>
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <source>Join turns</source>
      <translation>Beiträge verbinden</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Keep as it is</source>
      <translation>So lassen</translation>
    </message>
    <message>
      <source>Keep the computer awake</source>
      <translation>Rechner wach halten</translation>
    </message>
    <message>
      <source>Key to set a bookmark, in every program</source>
      <translation>Taste für ein Lesezeichen, in jedem Programm</translation>
    </message>
    <message>
      <source>Key to start and stop, in every program</source>
      <translation>Taste für Beginn und Ende, in jedem Programm</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: %1.</source>
      <translation>Tasten für alle Programme gibt es hier nicht: %1.</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: Wayland tells no program what another gets.</source>
      <translation>Tasten für alle Programme gibt es hier nicht: Unter Wayland erfährt kein Programm, was ein anderes bekommt.</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: so far they need Linux with X11.</source>
      <translation>Tasten für alle Programme gibt es hier nicht: Bisher brauchen sie Linux mit X11.</translation>
    </message>
    <message>
      <source>Keys for every program need the package python-xlib, which is not installed.</source>
      <translation>Tasten für alle Programme brauchen das Paket python-xlib, das nicht installiert ist.</translation>
    </message>
    <message>
      <source>Keys of “%1”</source>
      <translation>Tasten für „%1“</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>Größerer Text</translation>
    </message>
    <message>
      <source>Last week</source>
      <translation>Letzte Woche</translation>
    </message>
    <message>
      <source>Let other programs go first</source>
      <translation>Anderen Programmen den Vortritt lassen</translation>
    </message>
    <message>
      <source>Level of %1</source>
      <translation>Pegel von %1</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Light or dark, or as the rest of the system.</source>
      <translation>Hell oder dunkel, oder wie das übrige System.</translation>
    </message>
    <message>
      <source>Listen</source>
      <translation>Anhören</translation>
    </message>
    <message>
      <source>Live, %1 s behind</source>
      <translation>Live, %1 s zurück</translation>
    </message>
    <message>
      <source>Loading the model</source>
      <translation>Modell wird geladen</translation>
    </message>
    <message>
      <source>Look at more of the timeline</source>
      <translation>Mehr von der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Look closer at the timeline</source>
      <translation>Zeitleiste näher ansehen</translation>
    </message>
    <message>
      <source>Making the text of one meeting uses no more of them. One is enough to keep up with people talking.</source>
      <translation>Der Text einer Besprechung nutzt nicht mehr davon. Einer genügt, um mit dem Gespräch Schritt zu halten.</translation>
    </message>
    <message>
      <source>Manage models…</source>
      <translation>Modelle verwalten…</translation>
    </message>
    <message>
      <source>Mark unsure words</source>
      <translation>Unsichere Wörter kennzeichnen</translation>
    </message>
    <message>
      <source>Markdown</source>
      <translation>Markdown</translation>
    </message>
    <message>
      <source>Marked paragraphs for MAXQDA, ATLAS.ti, NVivo.</source>
      <translation>Absätze mit Zeitmarken für MAXQDA, ATLAS.ti, NVivo.</translation>
    </message>
    <message>
      <source>Marks the moment in the recording that goes on. Empty: no such key.</source>
      <translation>Merkt sich den Moment in der laufenden Aufnahme. Leer: keine solche Taste.</translation>
    </message>
    <message>
      <source>Meeting with sound (*%1)</source>
      <translation>Besprechung mit Ton (*%1)</translation>
    </message>
    <message>
      <source>Meetings</source>
      <translation>Besprechungen</translation>
    </message>
    <message>
      <source>Menu</source>
      <translation>Menü</translation>
    </message>
    <message>
      <source>Merge with the next turn</source>
      <translation>Mit dem nächsten Beitrag verbinden</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>Mikrofon</translation>
    </message>
    <message>
      <source>Minutes and seconds, as in 13:02.5.</source>
      <translation>Minuten und Sekunden, etwa 13:02.5.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Name of speaker %1</source>
      <translation>Name von Person %1</translation>
    </message>
    <message>
      <source>Names and words to listen for</source>
      <translation>Namen und Wörter, auf die zu achten ist</translation>
    </message>
    <message>
      <source>Names of speakers and limits of turns are left out.</source>
      <translation>Namen und Grenzen der Beiträge fehlen.</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Nie</translation>
    </message>
    <message>
      <source>New recording</source>
      <translation>Neue Aufnahme</translation>
    </message>
    <message>
      <source>New recording without text</source>
      <translation>Neue Aufnahme ohne Text</translation>
    </message>
    <message>
      <source>Next doubtful word</source>
      <translation>Nächstes zweifelhaftes Wort</translation>
    </message>
    <message>
      <source>Next match</source>
      <translation>Nächster Treffer</translation>
    </message>
    <message>
      <source>Next turn</source>
      <translation>Nächster Beitrag</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>No audio input was found.</source>
      <translation>Kein Toneingang gefunden.</translation>
    </message>
    <message>
      <source>No bookmarks yet.</source>
      <translation>Noch keine Lesezeichen.</translation>
    </message>
    <message>
      <source>No setting says that.</source>
      <translation>Keine Einstellung nennt das.</translation>
    </message>
    <message>
      <source>No speech was found in this recording.</source>
      <translation>In dieser Aufnahme wurde keine Sprache gefunden.</translation>
    </message>
    <message>
      <source>Nobody has spoken for %1 minutes. Still recording.</source>
      <translation>Seit %1 Minuten hat niemand gesprochen. Es wird weiter aufgenommen.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Keiner</translation>
    </message>
    <message>
      <source>Normal text</source>
      <translation>Normaler Text</translation>
    </message>
    <message>
      <source>Not at all</source>
      <translation>Gar nicht</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>Nicht gefunden</translation>
    </message>
    <message>
      <source>Notes on this meeting</source>
      <translation>Notizen zu dieser Besprechung</translation>
    </message>
    <message>
      <source>Nothing blinks. Level meters still move.</source>
      <translation>Nichts blinkt. Pegelanzeigen bewegen sich weiter.</translation>
    </message>
    <message>
      <source>Nothing brings it back, and you will not be asked again.</source>
      <translation>Nichts macht das rückgängig, und Sie werden nicht noch einmal gefragt.</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <translation>Nichts gefunden</translation>
    </message>
    <message>
      <source>Nothing is left to check.</source>
      <translation>Es ist nichts mehr zu prüfen.</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Aus</translation>
    </message>
    <message>
      <source>Offer to stop after silence</source>
      <translation>Nach Stille das Beenden anbieten</translation>
    </message>
    <message>
      <source>On</source>
      <translation>An</translation>
    </message>
    <message>
      <source>One line a turn, for any program.</source>
      <translation>Eine Zeile je Beitrag, für jedes Programm.</translation>
    </message>
    <message>
      <source>One page for any browser, light and dark.</source>
      <translation>Eine Seite für jeden Browser, hell und dunkel.</translation>
    </message>
    <message>
      <source>Only %1</source>
      <translation>Nur %1</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open its folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Open settings.json</source>
      <translation>settings.json öffnen</translation>
    </message>
    <message>
      <source>Open the demo meeting</source>
      <translation>Beispielbesprechung öffnen</translation>
    </message>
    <message>
      <source>Open the meeting</source>
      <translation>Besprechung öffnen</translation>
    </message>
    <message>
      <source>Open this menu</source>
      <translation>Dieses Menü öffnen</translation>
    </message>
    <message>
      <source>Over pauses up to %1 s</source>
      <translation>Über Pausen bis %1 s</translation>
    </message>
    <message>
      <source>Own template</source>
      <translation>Eigene Vorlage</translation>
    </message>
    <message>
      <source>PDF</source>
      <translation>PDF</translation>
    </message>
    <message>
      <source>Pace of the voices</source>
      <translation>Tempo der Stimmen</translation>
    </message>
    <message>
      <source>Pace: %1</source>
      <translation>Tempo: %1</translation>
    </message>
    <message>
      <source>Pages to print or pass on.</source>
      <translation>Seiten zum Drucken oder Weitergeben.</translation>
    </message>
    <message>
      <source>Pause or resume</source>
      <translation>Anhalten oder fortsetzen</translation>
    </message>
    <message>
      <source>Pause recording</source>
      <translation>Aufnahme anhalten</translation>
    </message>
    <message>
      <source>Pause the sound</source>
      <translation>Ton anhalten</translation>
    </message>
    <message>
      <source>Paused. What was said until now is saved on this computer</source>
      <translation>Angehalten. Was bisher gesagt wurde, ist auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>People, products and places that the model would not guess, separated by commas.</source>
      <translation>Leute, Produkte und Orte, die das Modell nicht erraten würde, durch Kommas getrennt.</translation>
    </message>
    <message>
      <source>Place in the recording</source>
      <translation>Stelle in der Aufnahme</translation>
    </message>
    <message>
      <source>Play from here</source>
      <translation>Ab hier abspielen</translation>
    </message>
    <message>
      <source>Play from the cursor</source>
      <translation>Ab der Schreibmarke abspielen</translation>
    </message>
    <message>
      <source>Play or pause</source>
      <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
      <source>Play the sound</source>
      <translation>Ton abspielen</translation>
    </message>
    <message>
      <source>Praat (TextGrid)</source>
      <translation>Praat (TextGrid)</translation>
    </message>
    <message>
      <source>Previous match</source>
      <translation>Voriger Treffer</translation>
    </message>
    <message>
      <source>Previous turn</source>
      <translation>Voriger Beitrag</translation>
    </message>
    <message>
      <source>Print…</source>
      <translation>Drucken…</translation>
    </message>
    <message>
      <source>Privacy</source>
      <translation>Datenschutz</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>Problem</translation>
    </message>
    <message>
      <source>Processor cores for a meeting</source>
      <translation>Prozessorkerne je Besprechung</translation>
    </message>
    <message>
      <source>Progress of %1</source>
      <translation>Fortschritt von %1</translation>
    </message>
    <message>
      <source>Qualitative analysis</source>
      <translation>Qualitative Analyse</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>RTTM</source>
      <translation>RTTM</translation>
    </message>
    <message>
      <source>Read edited transcript</source>
      <translation>Bearbeiteten Text einlesen</translation>
    </message>
    <message>
      <source>Read edited transcript…</source>
      <translation>Bearbeiteten Text einlesen…</translation>
    </message>
    <message>
      <source>Reading the file</source>
      <translation>Datei wird gelesen</translation>
    </message>
    <message>
      <source>Ready to record. Nothing leaves this computer.</source>
      <translation>Bereit zur Aufnahme. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
      <source>Recognise again</source>
      <translation>Neu erkennen</translation>
    </message>
    <message>
      <source>Recognition</source>
      <translation>Erkennung</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Aufnehmen</translation>
    </message>
    <message>
      <source>Record a meeting, or drop an audio or video file here. Nothing leaves this computer.</source>
      <translation>Nehmen Sie eine Besprechung auf, oder ziehen Sie eine Ton- oder Videodatei hierher. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
      <source>Recorded, without text yet · saved on this computer</source>
      <translation>Aufgenommen, noch ohne Text · auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>Recording ended</source>
      <translation>Aufnahme beendet</translation>
    </message>
    <message>
      <source>Recording of %1</source>
      <translation>Aufnahme von %1</translation>
    </message>
    <message>
      <source>Recording, text follows when the model is loaded · saved on this computer</source>
      <translation>Aufnahme läuft, Text folgt, sobald das Modell geladen ist · auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>Recording. Has everybody agreed to that?</source>
      <translation>Die Aufnahme läuft. Sind alle damit einverstanden?</translation>
    </message>
    <message>
      <source>Recordings that appear in this folder are imported by themselves.</source>
      <translation>Aufnahmen, die in diesem Ordner erscheinen, werden von selbst importiert.</translation>
    </message>
    <message>
      <source>Records meetings and shows who said what, wholly on this computer. No account, no network connection.</source>
      <translation>Nimmt Besprechungen auf und zeigt, wer was gesagt hat, ganz auf diesem Rechner. Kein Konto, keine Netzverbindung.</translation>
    </message>
    <message>
      <source>Records what the computer plays too, as a track of its own</source>
      <translation>Nimmt auch auf, was der Rechner abspielt, als eigene Spur</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Reduce motion</source>
      <translation>Weniger Bewegung</translation>
    </message>
    <message>
      <source>Remind me to ask for consent</source>
      <translation>An die Einwilligung erinnern</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove the bookmark at %1</source>
      <translation>Lesezeichen bei %1 entfernen</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Rename meeting…</source>
      <translation>Besprechung umbenennen…</translation>
    </message>
    <message>
      <source>Rename speaker</source>
      <translation>Person umbenennen</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>Replace all</source>
      <translation>Alle ersetzen</translation>
    </message>
    <message>
      <source>Replace all matches</source>
      <translation>Alle Treffer ersetzen</translation>
    </message>
    <message>
      <source>Replace in this meeting</source>
      <translation>In dieser Besprechung ersetzen</translation>
    </message>
    <message>
      <source>Replace it</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>Replace this match</source>
      <translation>Diesen Treffer ersetzen</translation>
    </message>
    <message>
      <source>Replace with</source>
      <translation>Ersetzen durch</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Zurücksetzen</translation>
    </message>
    <message>
      <source>Reset all keys</source>
      <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
      <source>Reset the keys of “%1”</source>
      <translation>Tasten für „%1“ zurücksetzen</translation>
    </message>
    <message>
      <source>Resume recording</source>
      <translation>Aufnahme fortsetzen</translation>
    </message>
    <message>
      <source>Return</source>
      <translation>Eingabetaste</translation>
    </message>
    <message>
      <source>Room on the disk</source>
      <translation>Platz auf der Festplatte</translation>
    </message>
    <message>
      <source>Rows that overlap follow each other; their times show it.</source>
      <translation>Gleichzeitige Zeilen folgen aufeinander; ihre Zeiten zeigen es.</translation>
    </message>
    <message>
      <source>Run after a meeting</source>
      <translation>Nach einer Besprechung ausführen</translation>
    </message>
    <message>
      <source>STM</source>
      <translation>STM</translation>
    </message>
    <message>
      <source>Save as one file</source>
      <translation>Als eine Datei speichern</translation>
    </message>
    <message>
      <source>Save as one file, with sound…</source>
      <translation>Als eine Datei mit Ton speichern…</translation>
    </message>
    <message>
      <source>Saved. Finishing the text, %1 s left</source>
      <translation>Gespeichert. Der Text wird fertiggestellt, noch %1 s</translation>
    </message>
    <message>
      <source>Saved. Finishing the text…</source>
      <translation>Gespeichert. Der Text wird fertiggestellt…</translation>
    </message>
    <message>
      <source>Search all meetings</source>
      <translation>Alles durchsuchen</translation>
    </message>
    <message>
      <source>Search settings</source>
      <translation>Einstellung suchen</translation>
    </message>
    <message>
      <source>Sections</source>
      <translation>Abschnitte</translation>
    </message>
    <message>
      <source>SegLST</source>
      <translation>SegLST</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>Einstellungen…</translation>
    </message>
    <message>
      <source>Share of talk time</source>
      <translation>Anteil an der Redezeit</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>Ordner zeigen</translation>
    </message>
    <message>
      <source>Show meetings with the tag</source>
      <translation>Besprechungen mit dem Schlagwort zeigen</translation>
    </message>
    <message>
      <source>Show the whole timeline</source>
      <translation>Ganze Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Show the window</source>
      <translation>Fenster zeigen</translation>
    </message>
    <message>
      <source>Single words with times, for scoring.</source>
      <translation>Einzelne Wörter mit Zeiten, zum Bewerten.</translation>
    </message>
    <message>
      <source>Size of captions</source>
      <translation>Größe der Untertitel</translation>
    </message>
    <message>
      <source>Slower</source>
      <translation>Langsamer</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>Kleinerer Text</translation>
    </message>
    <message>
      <source>Something went wrong in meetapp</source>
      <translation>In meetapp ist etwas schiefgegangen</translation>
    </message>
    <message>
      <source>Sound after the text is complete</source>
      <translation>Ton, sobald der Text vollständig ist</translation>
    </message>
    <message>
      <source>Sound was recorded, without text.</source>
      <translation>Der Ton wurde aufgenommen, ohne Text.</translation>
    </message>
    <message>
      <source>Speaker %1</source>
      <translation>Person %1</translation>
    </message>
    <message>
      <source>Speakers</source>
      <translation>Sprechende</translation>
    </message>
    <message>
      <source>Speakers appear here with their share of the talk.</source>
      <translation>Hier erscheinen die Sprechenden mit ihrem Anteil am Gespräch.</translation>
    </message>
    <message>
      <source>Speakers panel</source>
      <translation>Leiste der Sprechenden</translation>
    </message>
    <message>
      <source>Speaking …</source>
      <translation>Spricht …</translation>
    </message>
    <message>
      <source>Speed or accuracy</source>
      <translation>Tempo oder Genauigkeit</translation>
    </message>
    <message>
      <source>Split before this word</source>
      <translation>Vor diesem Wort teilen</translation>
    </message>
    <message>
      <source>Split turn at the cursor</source>
      <translation>Beitrag an der Schreibmarke teilen</translation>
    </message>
    <message>
      <source>Start recording</source>
      <translation>Aufnahme beginnen</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>Beginnt…</translation>
    </message>
    <message>
      <source>Starts or stops a recording whatever program is in front. Empty: no such key.</source>
      <translation>Beginnt oder beendet eine Aufnahme, gleich welches Programm vorn ist. Leer: keine solche Taste.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Stop by itself after silence</source>
      <translation>Nach Stille von selbst beenden</translation>
    </message>
    <message>
      <source>Stop recording</source>
      <translation>Aufnahme beenden</translation>
    </message>
    <message>
      <source>Storage</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Subtitles</source>
      <translation>Untertitel</translation>
    </message>
    <message>
      <source>Subtitles (SRT)</source>
      <translation>Untertitel (SRT)</translation>
    </message>
    <message>
      <source>Subtitles (WebVTT)</source>
      <translation>Untertitel (WebVTT)</translation>
    </message>
    <message>
      <source>Subtitles for video on web pages.</source>
      <translation>Untertitel für Videos auf Webseiten.</translation>
    </message>
    <message>
      <source>Subtitles that every player reads.</source>
      <translation>Untertitel, die jeder Player liest.</translation>
    </message>
    <message>
      <source>Table (CSV)</source>
      <translation>Tabelle (CSV)</translation>
    </message>
    <message>
      <source>Table (TSV)</source>
      <translation>Tabelle (TSV)</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Schlagwörter</translation>
    </message>
    <message>
      <source>Tags of “%1”</source>
      <translation>Schlagwörter von „%1“</translation>
    </message>
    <message>
      <source>Tags…</source>
      <translation>Schlagwörter…</translation>
    </message>
    <message>
      <source>Take it along</source>
      <translation>Mitnehmen</translation>
    </message>
    <message>
      <source>Templates (*.jinja *.jinja2 *.j2);;All files (*)</source>
      <translation>Vorlagen (*.jinja *.jinja2 *.j2);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Text appears here as people speak.</source>
      <translation>Hier erscheint der Text, während gesprochen wird.</translation>
    </message>
    <message>
      <source>Text appears while people talk, also when they talk at once.</source>
      <translation>Text erscheint, während gesprochen wird, auch wenn mehrere zugleich reden.</translation>
    </message>
    <message>
      <source>Text as plain files</source>
      <translation>Text als einfache Dateien</translation>
    </message>
    <message>
      <source>Text is %1 behind, and nothing is lost</source>
      <translation>Der Text ist %1 zurück, und nichts geht verloren</translation>
    </message>
    <message>
      <source>Text is made with what other programs leave of the computer. Sound is recorded as always.</source>
      <translation>Der Text entsteht mit dem, was andere Programme vom Rechner übrig lassen. Ton wird wie immer aufgenommen.</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>Textgröße</translation>
    </message>
    <message>
      <source>That is our fault, not yours. Recordings go on, and all that was recorded is on disk. Below is the whole report: it holds nothing of what was said, and it is sent to nobody. Please pass it on.</source>
      <translation>Das ist unser Fehler, nicht Ihrer. Aufnahmen gehen weiter, und alles Aufgenommene liegt auf der Festplatte. Unten steht der ganze Bericht: Er enthält nichts von dem, was gesagt wurde, und wird niemandem geschickt. Bitte geben Sie ihn weiter.</translation>
    </message>
    <message>
      <source>The column of channels holds the speaker, so that words said at once stay apart.</source>
      <translation>Die Spalte der Kanäle nennt die Person, so bleiben gleichzeitige Wörter getrennt.</translation>
    </message>
    <message>
      <source>The disk has room for %1 more minutes of sound. Free some space; what is recorded is safe.</source>
      <translation>Auf der Festplatte ist noch Platz für %1 Minuten Ton. Schaffen Sie Platz; was aufgenommen ist, ist sicher.</translation>
    </message>
    <message>
      <source>The format that “Export as last time” writes.</source>
      <translation>Das Format, das „Wie zuletzt exportieren“ schreibt.</translation>
    </message>
    <message>
      <source>The input is too loud: its sound is cut off. Turn it down, or move away.</source>
      <translation>Der Eingang ist zu laut: Der Ton wird abgeschnitten. Stellen Sie ihn leiser, oder gehen Sie weiter weg.</translation>
    </message>
    <message>
      <source>The list of inputs cannot be read.</source>
      <translation>Die Liste der Eingänge lässt sich nicht lesen.</translation>
    </message>
    <message>
      <source>The meeting ends at %1.</source>
      <translation>Die Besprechung endet bei %1.</translation>
    </message>
    <message>
      <source>The microphone, or the sound of the loudspeakers, that new recordings listen to.</source>
      <translation>Das Mikrofon oder der Ton der Lautsprecher, dem neue Aufnahmen zuhören.</translation>
    </message>
    <message>
      <source>The recording could not begin.</source>
      <translation>Die Aufnahme konnte nicht beginnen.</translation>
    </message>
    <message>
      <source>The recording failed.</source>
      <translation>Die Aufnahme ist fehlgeschlagen.</translation>
    </message>
    <message>
      <source>The recording was stopped: nobody had spoken for %1 minutes.</source>
      <translation>Die Aufnahme wurde beendet: %1 Minuten lang hatte niemand gesprochen.</translation>
    </message>
    <message>
      <source>The size of all text in the window.</source>
      <translation>Die Größe allen Textes im Fenster.</translation>
    </message>
    <message>
      <source>The size of the text in the window of captions for an audience.</source>
      <translation>Die Größe des Textes im Fenster der Untertitel für das Publikum.</translation>
    </message>
    <message>
      <source>The sound</source>
      <translation>Der Ton</translation>
    </message>
    <message>
      <source>The sound is still needed: the text of this meeting is being made.</source>
      <translation>Der Ton wird noch gebraucht: Der Text dieser Besprechung wird gerade erstellt.</translation>
    </message>
    <message>
      <source>The sound of %1 meetings older than %2 days was deleted, as you have set.</source>
      <translation>Der Ton von %1 Besprechungen, die älter als %2 Tage waren, wurde gelöscht, wie eingestellt.</translation>
    </message>
    <message>
      <source>The sound of a meeting older than %2 days was deleted, as you have set.</source>
      <translation>Der Ton einer Besprechung, die älter als %2 Tage war, wurde gelöscht, wie eingestellt.</translation>
    </message>
    <message>
      <source>The sound of meetings older than %1 days will be deleted whenever the window starts.</source>
      <translation>Der Ton von Besprechungen, die älter als %1 Tage sind, wird bei jedem Start des Fensters gelöscht.</translation>
    </message>
    <message>
      <source>The sound of this meeting is gone already.</source>
      <translation>Der Ton dieser Besprechung ist schon nicht mehr da.</translation>
    </message>
    <message>
      <source>The sound of this meeting is gone, so it cannot be recognised again.</source>
      <translation>Der Ton dieser Besprechung ist nicht mehr da, sie lässt sich nicht neu erkennen.</translation>
    </message>
    <message>
      <source>The sound stopped because its player failed. Press play to go on.</source>
      <translation>Der Ton brach ab, weil das Abspielen fehlschlug. Mit „Abspielen“ geht es weiter.</translation>
    </message>
    <message>
      <source>The text of this meeting is not complete yet.</source>
      <translation>Der Text dieser Besprechung ist noch nicht vollständig.</translation>
    </message>
    <message>
      <source>The text of this meeting is not complete: its sound is needed.</source>
      <translation>Der Text dieser Besprechung ist nicht vollständig: Der Ton wird noch gebraucht.</translation>
    </message>
    <message>
      <source>The turn has to end after it begins.</source>
      <translation>Der Beitrag muss nach seinem Anfang enden.</translation>
    </message>
    <message>
      <source>The whole meeting</source>
      <translation>Die ganze Besprechung</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>There is a file “%1” already.</source>
      <translation>Es gibt schon eine Datei „%1“.</translation>
    </message>
    <message>
      <source>There is no key %1 on this keyboard.</source>
      <translation>Auf dieser Tastatur gibt es die Taste %1 nicht.</translation>
    </message>
    <message>
      <source>Third-party notices</source>
      <translation>Hinweise zu Dritten</translation>
    </message>
    <message>
      <source>This meeting is being worked on; stop that first.</source>
      <translation>An dieser Besprechung wird gearbeitet; beenden Sie das zuerst.</translation>
    </message>
    <message>
      <source>This model has no card.</source>
      <translation>Dieses Modell hat keine Karte.</translation>
    </message>
    <message>
      <source>This recording was cut short. What was recorded is safe; its text is not complete.</source>
      <translation>Diese Aufnahme wurde abgebrochen. Was aufgenommen wurde, ist sicher; der Text ist nicht vollständig.</translation>
    </message>
    <message>
      <source>This week</source>
      <translation>Diese Woche</translation>
    </message>
    <message>
      <source>Tiers for ELAN.</source>
      <translation>Ebenen für ELAN.</translation>
    </message>
    <message>
      <source>Tiers for Praat.</source>
      <translation>Ebenen für Praat.</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Zeitleiste</translation>
    </message>
    <message>
      <source>Times</source>
      <translation>Zeiten</translation>
    </message>
    <message>
      <source>Times and confidence of single words are left out.</source>
      <translation>Zeiten und Sicherheit einzelner Wörter fehlen.</translation>
    </message>
    <message>
      <source>Times…</source>
      <translation>Zeiten…</translation>
    </message>
    <message>
      <source>Title of the meeting</source>
      <translation>Titel der Besprechung</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message>
      <source>Transcript</source>
      <translation>Text der Besprechung</translation>
    </message>
    <message>
      <source>Transcripts (%1)</source>
      <translation>Texte (%1)</translation>
    </message>
    <message>
      <source>Turn it on</source>
      <translation>Einschalten</translation>
    </message>
    <message>
      <source>Turns that overlap follow each other: times show it, or // around the later one.</source>
      <translation>Gleichzeitige Beiträge folgen aufeinander: Zeiten zeigen es, oder // um den späteren.</translation>
    </message>
    <message>
      <source>Turns, for NIST's scoring tools.</source>
      <translation>Beiträge, für Programme des NIST.</translation>
    </message>
    <message>
      <source>Two lines at a time</source>
      <translation>Je zwei Zeilen</translation>
    </message>
    <message>
      <source>Underline spoken word</source>
      <translation>Gesprochenes Wort unterstreichen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Undone</source>
      <translation>Zurückgenommen</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>Nutzen</translation>
    </message>
    <message>
      <source>Use it here</source>
      <translation>Hier verwenden</translation>
    </message>
    <message>
      <source>Use these keys for “%1”</source>
      <translation>Diese Tasten für „%1“ verwenden</translation>
    </message>
    <message>
      <source>Was said by</source>
      <translation>Gesagt von</translation>
    </message>
    <message>
      <source>Watched folder</source>
      <translation>Beobachteter Ordner</translation>
    </message>
    <message>
      <source>Waveform and speakers over time; arrow keys move, Return goes there, plus and minus zoom</source>
      <translation>Wellenform und Sprechende im Verlauf; Pfeiltasten bewegen, die Eingabetaste geht dorthin, Plus und Minus vergrößern</translation>
    </message>
    <message>
      <source>Web page (HTML)</source>
      <translation>Webseite (HTML)</translation>
    </message>
    <message>
      <source>What is here?</source>
      <translation>Was gibt es hier?</translation>
    </message>
    <message>
      <source>What is older is deleted for good whenever the window starts. Nothing brings it back.</source>
      <translation>Was älter ist, wird bei jedem Start des Fensters endgültig gelöscht. Nichts bringt es zurück.</translation>
    </message>
    <message>
      <source>What is said appears here.
F11: full screen   Ctrl and + or −: size   Esc: close</source>
      <translation>Hier erscheint, was gesagt wird.
F11: Vollbild   Strg und + oder −: Größe   Esc: schließen</translation>
    </message>
    <message>
      <source>What is then deleted</source>
      <translation>Was dann gelöscht wird</translation>
    </message>
    <message>
      <source>What to do with %1</source>
      <translation>Was mit %1 zu tun ist</translation>
    </message>
    <message>
      <source>What turns sound into text. New recordings and imports use it; old ones can be recognised again.</source>
      <translation>Was Ton zu Text macht. Neue Aufnahmen und Importe verwenden es; alte lassen sich neu erkennen.</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>Was gefunden wurde</translation>
    </message>
    <message>
      <source>When %1 speaks</source>
      <translation>Wann %1 spricht</translation>
    </message>
    <message>
      <source>When nobody has spoken for so long, the window asks whether to stop.</source>
      <translation>Hat so lange niemand gesprochen, fragt das Fenster, ob es aufhören soll.</translation>
    </message>
    <message>
      <source>Where exported files are offered to be written.</source>
      <translation>Wohin exportierte Dateien geschrieben werden sollen.</translation>
    </message>
    <message>
      <source>Where new meetings are kept. Those that exist stay where they are.</source>
      <translation>Wo neue Besprechungen liegen. Die vorhandenen bleiben, wo sie sind.</translation>
    </message>
    <message>
      <source>Where people talk at once, both subtitles are on the screen.</source>
      <translation>Wo mehrere zugleich reden, stehen beide Untertitel im Bild.</translation>
    </message>
    <message>
      <source>While something is recorded, the computer does not fall asleep by itself.</source>
      <translation>Während aufgenommen wird, schläft der Rechner nicht von selbst ein.</translation>
    </message>
    <message>
      <source>Who said what, while people are still talking</source>
      <translation>Wer was gesagt hat, noch während gesprochen wird</translation>
    </message>
    <message>
      <source>Who speaks when, without words.</source>
      <translation>Wer wann spricht, ohne Wörter.</translation>
    </message>
    <message>
      <source>Whole</source>
      <translation>Ganz</translation>
    </message>
    <message>
      <source>Whole meetings older than %1 days will be deleted whenever the window starts.</source>
      <translation>Ganze Besprechungen, die älter als %1 Tage sind, werden bei jedem Start des Fensters gelöscht.</translation>
    </message>
    <message>
      <source>Whole turns</source>
      <translation>Ganze Beiträge</translation>
    </message>
    <message>
      <source>Without it only sound is recorded, and the text is made when you ask for it.</source>
      <translation>Ohne das wird nur der Ton aufgenommen, und der Text entsteht auf Wunsch.</translation>
    </message>
    <message>
      <source>Without its sound a meeting keeps its text, but cannot be played or recognised again.</source>
      <translation>Ohne den Ton behält eine Besprechung ihren Text, lässt sich aber nicht abspielen oder neu erkennen.</translation>
    </message>
    <message>
      <source>Without “um” and slips</source>
      <translation>Ohne „äh“ und Versprecher</translation>
    </message>
    <message>
      <source>Word (DOCX)</source>
      <translation>Word (DOCX)</translation>
    </message>
    <message>
      <source>Word for word</source>
      <translation>Wort für Wort</translation>
    </message>
    <message>
      <source>Wording</source>
      <translation>Wortlaut</translation>
    </message>
    <message>
      <source>Words of this turn</source>
      <translation>Wörter dieses Beitrags</translation>
    </message>
    <message>
      <source>Words that bring meetings together, separated by commas.</source>
      <translation>Wörter, die Besprechungen zusammenfassen, durch Kommas getrennt.</translation>
    </message>
    <message>
      <source>Words that the model is unsure of are underlined with dots.</source>
      <translation>Wörter, deren sich das Modell nicht sicher ist, sind gepunktet unterstrichen.</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>Arbeitet</translation>
    </message>
    <message>
      <source>Write a note</source>
      <translation>Notiz schreiben</translation>
    </message>
    <message>
      <source>Write text while recording</source>
      <translation>Beim Aufnehmen Text schreiben</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Gestern</translation>
    </message>
    <message>
      <source>and %1 more</source>
      <translation>und %1 weitere</translation>
    </message>
    <message>
      <source>budget, customers</source>
      <translation>Budget, Kunden</translation>
    </message>
    <message>
      <source>comes with meetapp</source>
      <translation>mitgeliefert</translation>
    </message>
    <message>
      <source>importing</source>
      <translation>wird importiert</translation>
    </message>
    <message>
      <source>in use</source>
      <translation>aktiv</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>unterbrochen</translation>
    </message>
    <message>
      <source>maybe %1</source>
      <translation>vielleicht %1</translation>
    </message>
    <message>
      <source>meetapp %1</source>
      <translation>meetapp %1</translation>
    </message>
    <message>
      <source>meetapp is recording</source>
      <translation>meetapp nimmt auf</translation>
    </message>
    <message>
      <source>no text yet</source>
      <translation>noch kein Text</translation>
    </message>
    <message>
      <source>recording</source>
      <translation>nimmt auf</translation>
    </message>
    <message>
      <source>room for %1 h</source>
      <translation>Platz für %1 h</translation>
    </message>
    <message>
      <source>room for %1 min</source>
      <translation>Platz für %1 min</translation>
    </message>
    <message>
      <source>saved on this computer</source>
      <translation>auf diesem Rechner gespeichert</translation>
    </message>
    <message>
      <source>transcript.txt and transcript.json in each meeting's folder follow your edits, for other programs. There are none while the library is encrypted.</source>
      <translation>transcript.txt und transcript.json im Ordner jeder Besprechung folgen Ihren Änderungen, für andere Programme. Solange die Bibliothek verschlüsselt ist, gibt es keine.</translation>
    </message>
    <message>
      <source>“%1” cannot be a key for every program: take Ctrl, Alt or Meta and a letter or digit.</source>
      <translation>„%1“ kann keine Taste für alle Programme sein: Nehmen Sie Strg, Alt oder Meta und einen Buchstaben oder eine Ziffer.</translation>
    </message>
    <message>
      <source>“%1” cannot do two things in every program: choose another key for one of them.</source>
      <translation>„%1“ kann nicht zweierlei in jedem Programm tun: Wählen Sie für eines davon eine andere Taste.</translation>
    </message>
    <message>
      <source>“%1” is deleted, with its sound.</source>
      <translation>„%1“ ist gelöscht, samt Ton.</translation>
    </message>
    <message>
      <source>“%1” is in the library already, as “%2”.</source>
      <translation>„%1“ ist schon in der Bibliothek, als „%2“.</translation>
    </message>
    <message>
      <source>“%1” is in the library already.</source>
      <translation>„%1“ ist schon in der Bibliothek.</translation>
    </message>
    <message>
      <source>“%1” is saved on this computer.</source>
      <translation>„%1“ ist auf diesem Rechner gespeichert.</translation>
    </message>
    <message>
      <source>“%1” is written, with its sound.</source>
      <translation>„%1“ ist geschrieben, samt Ton.</translation>
    </message>
    <message>
      <source>“%1” was cut short. What was recorded is safe.</source>
      <translation>„%1“ wurde abgebrochen. Was aufgenommen wurde, ist sicher.</translation>
    </message>
  </context>
</TS>
